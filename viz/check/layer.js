/**
 * The marks behind the writing: the same text in the same places, unseen, of which only the underlines show; and beside
 * it, in the margin, a sign and a word for each line in which a marked sentence begins.
 *
 * @typedef {import("./marked.js").Marked} Marked
 * @typedef {{ start: number, end: number, marked: Marked, reach: string | null }} Stretch
 */

import { h } from "../dom.js";
import { lineAt, lineStarts } from "./ranges.js";
import { lookOf, rankOf } from "./words.js";

export class Layer {
  /** @param {HTMLElement} place @param {HTMLElement} margin @param {(key: string) => void} choose */
  constructor(place, margin, choose) {
    this.place = place;
    this.margin = margin;
    this.choose = choose;
    /** @type {string[]} each line as it is drawn */
    this.drawn = [];
    this.asked = 0;
    /** @type {Marked[]} */
    this.marked = [];
    /** @type {string | null} */
    this.chosen = null;
    new ResizeObserver(() => this.annotateSoon()).observe(place);
  }

  /** @param {string} text @param {Marked[]} marked @param {string | null} chosen its key */
  paint(text, marked, chosen) {
    this.marked = marked;
    this.chosen = chosen;
    const starts = lineStarts(text);
    const stretches = stretchesByLine(marked, starts);
    const lines = starts.map((start, line) => ({ text: text.slice(start, (starts[line + 1] ?? text.length + 1) - 1), start, stretches: stretches.get(line) ?? [] }));
    this.redraw(lines.map((line) => ({ line, signature: signatureOf(line, chosen) })));
    this.annotateSoon();
  }

  /** @param {{ line: Line, signature: string }[]} lines; only those between the first and the last that differ are made anew */
  redraw(lines) {
    const old = this.drawn;
    const most = Math.min(old.length, lines.length);
    let first = 0;
    while (first < most && old[first] === lines[first].signature) first += 1;
    let same = 0;
    while (same < most - first && old[old.length - 1 - same] === lines[lines.length - 1 - same].signature) same += 1;
    const gone = [...this.place.children].slice(first, old.length - same);
    const next = this.place.children[old.length - same] ?? null;
    for (const one of gone) one.remove();
    const fresh = document.createDocumentFragment();
    for (const { line } of lines.slice(first, lines.length - same)) fresh.append(lineElement(line, this.chosen));
    this.place.insertBefore(fresh, next);
    this.drawn = lines.map(({ signature }) => signature);
  }

  annotateSoon() {
    if (this.asked) return;
    this.asked = requestAnimationFrame(() => {
      this.asked = 0;
      this.annotate();
    });
  }

  /** Signs and words in the margin; of several findings that begin in one line, the worst has the word. */
  annotate() {
    const top = this.place.getBoundingClientRect().top;
    const byKey = new Map(this.marked.map((one) => [one.key, one]));
    /** @type {Map<number, Marked[]>} */
    const byStart = new Map();
    for (const one of this.marked) byStart.set(one.start, [...(byStart.get(one.start) ?? []), one]);
    /** @type {Map<number, Set<Marked>>} */
    const rows = new Map();
    for (const [key, span] of this.firstSpans()) {
      const at = Math.round((span.getClientRects()[0]?.top ?? top) - top);
      const here = rows.get(at) ?? new Set();
      for (const one of byStart.get(byKey.get(key)?.start ?? -1) ?? []) here.add(one);
      rows.set(at, here);
    }
    this.margin.replaceChildren(...[...rows].filter(([, here]) => here.size).map(([at, here]) => this.note(at, [...here])));
  }

  /** @returns {Map<string, Element>} where each sentence begins */
  firstSpans() {
    /** @type {Map<string, Element>} */
    const first = new Map();
    for (const span of this.place.querySelectorAll("[data-mark]")) {
      const key = /** @type {HTMLElement} */ (span).dataset.mark ?? "";
      if (!first.has(key)) first.set(key, span);
    }
    return first;
  }

  /** @param {number} at @param {Marked[]} here @returns {HTMLElement} */
  note(at, here) {
    const worst = here.reduce((one, other) => (rankOf(other.finding.verdict) < rankOf(one.finding.verdict) ? other : one));
    const look = lookOf(worst.finding.verdict);
    const more = here.length > 1 ? h("span", { class: "more" }, `+${here.length - 1}`) : null;
    const chosen = here.some(({ key }) => key === this.chosen);
    const note = h("span", { class: "note", "data-verdict": look.id, "data-chosen": chosen ? "yes" : null, click: () => this.choose(worst.key) }, h("span", { class: "word" }, look.word), more, h("span", { class: "mark" }, look.mark));
    note.style.top = `${at}px`;
    return note;
  }

  /** @param {string} key @returns {DOMRect | null} where a sentence begins, in the window */
  boxOf(key) {
    return this.place.querySelector(`[data-keys~="${CSS.escape(key)}"]`)?.getBoundingClientRect() ?? null;
  }
}

/** @typedef {{ text: string, start: number, stretches: Stretch[] }} Line */

/** @param {Marked[]} marked @param {number[]} starts @returns {Map<number, Stretch[]>} what is marked in each line */
function stretchesByLine(marked, starts) {
  /** @type {Map<number, Stretch[]>} */
  const found = new Map();
  const add = (/** @type {Stretch} */ stretch) => {
    for (let line = lineAt(starts, stretch.start); line < starts.length && starts[line] < stretch.end; line += 1) {
      found.set(line, [...(found.get(line) ?? []), stretch]);
    }
  };
  for (const one of marked) {
    add({ start: one.start, end: one.end, marked: one, reach: null });
    for (const { start, end, over } of one.over) add({ start, end, marked: one, reach: over.reach });
  }
  return found;
}

/** @param {Line} line @param {string | null} chosen @returns {string} equal when it would be drawn the same */
function signatureOf({ text, start, stretches }, chosen) {
  const parts = stretches.map((one) => `${one.start - start} ${one.end - start} ${one.marked.key} ${one.reach} ${one.marked.key === chosen}`);
  return `${text}\n${parts.join("\n")}`;
}

/** @param {Line} line @param {string | null} chosen @returns {HTMLElement} */
function lineElement({ text, start, stretches }, chosen) {
  const inside = (/** @type {number} */ at) => Math.min(Math.max(at - start, 0), text.length);
  const cuts = [...new Set([0, text.length, ...stretches.flatMap((one) => [inside(one.start), inside(one.end)])])].sort((a, b) => a - b);
  const pieces = cuts.slice(0, -1).map((from, index) => {
    const part = text.slice(from, cuts[index + 1]);
    const over = stretches.filter((one) => one.start <= start + from && one.end >= start + cuts[index + 1]);
    return over.length ? spanOf(part, over, chosen) : part;
  });
  return h("div", {}, ...(text ? pieces : [h("br")]));
}

/** @param {string} text @param {Stretch[]} stretches @param {string | null} chosen @returns {HTMLElement} marked as the worst of what is said of it */
function spanOf(text, stretches, chosen) {
  const worst = stretches.reduce((one, other) => (rankOf(other.marked.finding.verdict) < rankOf(one.marked.finding.verdict) ? other : one));
  const reach = stretches.find((one) => one.reach)?.reach ?? null;
  const keys = [...new Set(stretches.map((one) => one.marked.key))];
  const here = chosen !== null && keys.includes(chosen);
  return h("span", { "data-mark": worst.marked.key, "data-keys": keys.join(" "), "data-verdict": lookOf(worst.marked.finding.verdict).id, "data-reach": reach, "data-chosen": here ? "yes" : null }, text);
}
