/**
 * The findings beside the draft: a row each, of which one at a time opens into its verdict card.
 *
 * @typedef {import("./marked.js").Marked} Marked
 * @typedef {import("./words.js").Look} Look
 * @typedef {{ choose: (key: string, open: boolean) => void, filter: (hidden: Set<string>) => void, order: (order: "text" | "worst") => void,
 *   more: () => void, card: (marked: Marked) => HTMLElement }} Acts
 * @typedef {{ shown: Marked[], all: Marked[], line: (at: number) => number, chosen: string | null, open: boolean, hidden: Set<string>,
 *   order: "text" | "worst", most: number }} Seen
 */

import { choice, counted, h, refill } from "../dom.js";
import { visible } from "../sparql/terms.js";
import { LOOKS, lookOf, tallyInWords } from "./words.js";

/** @param {HTMLElement} place @param {Seen} seen @param {Acts} acts */
export function drawFilters(place, seen, acts) {
  const { all, hidden, order } = seen;
  const count = (/** @type {string} */ id) => all.filter(({ finding }) => lookOf(finding.verdict).id === id).length;
  const toggle = (/** @type {string} */ id) => acts.filter(hidden.has(id) ? new Set([...hidden].filter((one) => one !== id)) : new Set([...hidden, id]));
  const button = (/** @type {Look} */ { id, mark, word, means }) =>
    h(
      "button",
      { type: "button", class: "filter", "data-key": `filter ${id}`, "data-verdict": id, title: means, "aria-pressed": String(!hidden.has(id)), click: () => toggle(id) },
      h("span", { class: "mark", "aria-hidden": "true" }, mark),
      h("span", { class: "word" }, word),
      ` ${count(id)}`,
    );
  const there = LOOKS.filter(({ id }) => count(id));
  const orders = [
    { id: "text", text: "In text order" },
    { id: "worst", text: "Worst first" },
  ];
  refill(
    place,
    there.length ? h("div", { role: "group", "aria-label": "Show", class: "row" }, ...there.map(button)) : null,
    all.length > 1 ? choice("Order", orders, order, (id) => acts.order(id === "worst" ? "worst" : "text")) : null,
  );
}

/** @param {HTMLElement} place @param {Seen} seen @param {Acts} acts */
export function drawRows(place, seen, acts) {
  const { shown, all, most } = seen;
  const rows = shown.slice(0, most).map((marked) => row(marked, seen, acts));
  const left = shown.length - most;
  const more = left > 0 ? h("li", {}, h("button", { type: "button", class: "action", "data-key": "more", click: acts.more }, `${left} more`)) : null;
  const none = all.length && !shown.length ? h("li", { class: "notice" }, `The filter hides ${counted(all.length, "finding")}.`) : null;
  refill(place, ...rows, more, none);
}

/** @param {Marked} marked @param {Seen} seen @param {Acts} acts @returns {HTMLElement} */
function row(marked, { chosen, open, line }, acts) {
  const { key, finding, start } = marked;
  const look = lookOf(finding.verdict);
  const here = key === chosen;
  const opened = here && open;
  const told = tallyInWords(finding.tally);
  const head = h(
    "button",
    { type: "button", class: "finding-head", id: `row-${key}`, "data-key": `row ${key}`, "aria-expanded": String(opened), click: () => acts.choose(key, !opened) },
    h("span", { class: "verdict-line" }, h("span", { class: "mark", "aria-hidden": "true" }, look.mark), h("strong", {}, look.word), h("span", { class: "where" }, `line ${line(start)}`)),
    h("span", { class: "quoted", dir: "auto" }, ...withOver(marked)),
    told && !opened ? h("span", { class: "count" }, told) : null,
  );
  return h("li", { class: "finding", "data-verdict": look.id, "data-finding": key, "data-chosen": here ? "yes" : null }, h("h3", {}, head), opened ? acts.card(marked) : null);
}

/** @param {Marked} marked @returns {(HTMLElement | string)[]} the sentence, the words that reach too far underlined in it */
function withOver({ finding, start, over }) {
  const { text } = finding;
  /** @type {(HTMLElement | string)[]} */
  const parts = [];
  let done = 0;
  for (const one of [...over].sort((a, b) => a.start - b.start)) {
    const [from, to] = [one.start - start, one.end - start];
    if (from < done || to > text.length) continue;
    parts.push(visible(text.slice(done, from)), h("u", { "data-reach": one.over.reach }, visible(text.slice(from, to))));
    done = to;
  }
  return [...parts, visible(text.slice(done))];
}
