/**
 * Search with completion over all labels of all concepts: a combobox of the ARIA pattern, with a list of our own.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {{ text: string, label: string, concept: string, claims: number, own: boolean }} Entry
 */

import { counted, h, said } from "./dom.js";
import { kindShape } from "./marks.js";

const MOST = 10;

/** @param {string} text @returns {string} without case, accents and punctuation */
export function plain(text) {
  const bare = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return bare.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** @param {Data} data @returns {Entry[]} every label, with the concept it stands for */
export function entriesOf(data) {
  return [...data.concepts].flatMap(([concept, { label, others }]) =>
    [label, ...others].map((name, place) => ({ text: plain(name), label: name, concept, claims: data.claimsOf(concept).length, own: place === 0 })),
  );
}

/** @param {Entry[]} entries @param {string} asked @returns {Entry[]} the best label of each fitting concept, best first */
export function complete(entries, asked) {
  const wanted = plain(asked);
  if (!wanted) return [];
  const ranked = entries
    .map((entry) => ({ entry, rank: fit(entry.text, wanted) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || Number(b.entry.own) - Number(a.entry.own) || b.entry.claims - a.entry.claims || a.entry.label.localeCompare(b.entry.label, "en"));
  return once(ranked.map(({ entry }) => entry)).slice(0, MOST);
}

/** @param {Entry[]} entries @param {string} asked @returns {Entry[]} the three labels most like a text that fits none */
export function nearest(entries, asked) {
  const wanted = plain(asked).split(" ").map(pairsOf);
  const likeness = (/** @type {string} */ text) => {
    const words = text.split(" ").map(pairsOf);
    return wanted.reduce((sum, pairs) => sum + Math.max(...words.map((word) => overlap(pairs, word))), 0);
  };
  const ranked = entries
    .map((entry) => ({ entry, rank: likeness(entry.text) }))
    .sort((a, b) => b.rank - a.rank || a.entry.text.length - b.entry.text.length || a.entry.label.localeCompare(b.entry.label, "en"));
  return once(ranked.map(({ entry }) => entry)).slice(0, 3);
}

/** @param {Entry[]} entries @returns {Entry[]} the first of each concept */
function once(entries) {
  return [...new Map([...entries].reverse().map((entry) => [entry.concept, entry])).values()].reverse().sort((a, b) => entries.indexOf(a) - entries.indexOf(b));
}

/** @param {string} text @param {string} wanted @returns {number} 4 the same, 3 begins so, 2 every word begins one, 1 inside, 0 no */
function fit(text, wanted) {
  if (text === wanted) return 4;
  if (text.startsWith(wanted)) return 3;
  const words = text.split(" ");
  if (wanted.split(" ").every((part) => words.some((word) => word.startsWith(part)))) return 2;
  return text.includes(wanted) ? 1 : 0;
}

/** @param {string} text @returns {Set<string>} */
function pairsOf(text) {
  return new Set([...text].slice(1).map((letter, index) => text[index] + letter));
}

/** @param {Set<string>} a @param {Set<string>} b @returns {number} */
function overlap(a, b) {
  const shared = [...a].filter((pair) => b.has(pair)).length;
  return (2 * shared) / Math.max(a.size + b.size, 1);
}

/**
 * @param {HTMLInputElement} input @param {HTMLElement} list @param {Data} data @param {(concept: string) => void} choose
 */
export function wireSearch(input, list, data, choose) {
  const entries = entriesOf(data);
  let active = -1;
  const options = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[role=option]")]);
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const pick = (/** @type {HTMLElement | undefined} */ option) => {
    const concept = option?.dataset.concept;
    if (!concept) return;
    input.value = "";
    close();
    input.blur();
    choose(concept);
  };
  const point = (/** @type {number} */ to) => {
    active = to;
    options().forEach((option, index) => option.setAttribute("aria-selected", String(index === to)));
    input.setAttribute("aria-activedescendant", options()[to]?.id ?? "");
    options()[to]?.scrollIntoView({ block: "nearest" });
  };
  const open = () => {
    if (!plain(input.value)) return close();
    const found = complete(entries, input.value);
    const note = h("li", { class: "note", role: "presentation" }, "No concept has this name. Nearest:");
    const shown = (found.length ? found : nearest(entries, input.value)).map((entry, index) => optionOf(data, entry, index, pick));
    list.replaceChildren(...(found.length ? [] : [note]), ...shown);
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    return point(found.length ? 0 : -1);
  };
  input.addEventListener("input", open);
  input.addEventListener("focus", open);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "ArrowDown" && list.hidden) open();
    else if (event.key === "ArrowDown" && count) point((active + 1) % count);
    else if (event.key === "ArrowUp" && count) point((active + count - 1) % count);
    else if (event.key === "Enter") pick(options()[active]);
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/** @param {Data} data @param {Entry} entry @param {number} index @param {(option: HTMLElement) => void} pick */
function optionOf(data, entry, index, pick) {
  const preferred = data.label(entry.concept);
  const also = entry.own ? "" : ` → ${preferred}`;
  const kind = data.concepts.get(entry.concept)?.kind ?? "";
  const option = h(
    "li",
    { role: "option", id: `found-${index}`, "aria-selected": "false", "data-concept": entry.concept },
    kindShape(data, kind),
    h("span", {}, said(entry.label), h("span", { class: "muted" }, said(also))),
    h("small", {}, counted(entry.claims, "claim")),
  );
  // A press, not a click: the field would lose focus and the list close before the click arrived.
  option.addEventListener("mousedown", (event) => {
    event.preventDefault();
    pick(option);
  });
  return option;
}
