/**
 * What the evidence on a claim weighs: support, what is not known, and dispute, side by side; who contributes what, and how
 * firm it is. Never one number alone.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Masses} Masses
 * @typedef {import("./data.js").Group} Group
 */

import { counted, h, said } from "./dom.js";
import { sourceLink } from "./mentions.js";

/** The three masses from left to right, each with its mark; `place` is where it stands among the masses. */
export const PARTS = /** @type {const} */ ([
  { id: "support", name: "support", mark: "+", place: 0 },
  { id: "unknown", name: "not known", mark: "?", place: 2 },
  { id: "dispute", name: "dispute", mark: "×", place: 1 },
]);

/** @param {number} mass in thousandths @returns {string} */
export function hundredths(mass) {
  return (mass / 1000).toFixed(2);
}

/** @param {Masses} masses @returns {string} between what support would be if all that is unknown spoke against, and if it spoke for it */
export function interval([support, , unknown]) {
  return `support between ${hundredths(support)} and ${hundredths(support + unknown)}`;
}

/** @param {Masses} masses @returns {string} */
export function massesInWords(masses) {
  return `${PARTS.map(({ name, place }) => `${name} ${hundredths(masses[place])}`).join(", ")} (${interval(masses)})`;
}

/** @param {Data} data @param {string} id @returns {HTMLElement | null} the masses as a whole, and tier by tier where there are several */
export function weight(data, id) {
  const found = data.evidenceOf(id);
  if (!found) return null;
  const sources = new Set(data.claims.get(id)?.assertions.map(({ source }) => source)).size;
  const tiers = data.tiers.length > 1 ? data.tiers.map((tier) => tierRow(tier, found.tiers[tier])) : [];
  return h(
    "div",
    { class: "weight", role: "group", "aria-label": "What the evidence weighs" },
    h("p", { class: "independent" }, "What the evidence weighs: ", h("strong", {}, counted(sources, "source"), `, ${found.independent} independent`)),
    bar(found.masses),
    h("p", { class: "masses" }, ...PARTS.map(({ id: part, name, mark, place }) =>
      h("span", { "data-mass": part }, h("span", { class: "swatch", "aria-hidden": "true" }, mark), `${name} `, h("strong", {}, hundredths(found.masses[place]))))),
    h("p", { class: "interval" }, `${interval(found.masses)[0].toUpperCase()}${interval(found.masses).slice(1)}`),
    tiers.length > 0 && h("ul", { class: "weight-tiers" }, ...tiers),
  );
}

/** @param {string} tier @param {Masses | undefined} masses */
function tierRow(tier, masses) {
  return h("li", { "data-tier": tier }, h("span", {}, tier), ...small(masses));
}

/** @param {Masses | undefined} masses @returns {HTMLElement[]} a bar with its numbers, in a line */
export function small(masses) {
  if (!masses || masses[2] >= 1000) return [h("small", {}, "nothing known")];
  const numbers = PARTS.map(({ mark, place }) => `${mark} ${hundredths(masses[place])}`).join("  ");
  return [bar(masses), h("small", { "aria-hidden": "true" }, numbers), h("span", { class: "unseen" }, massesInWords(masses))];
}

/** @param {Masses} masses @returns {HTMLElement} the numbers stand beside it */
export function bar(masses) {
  const parts = PARTS.map(({ id, place }) => {
    const part = h("span", { "data-mass": id });
    part.style.setProperty("flex-grow", String(masses[place]));
    return masses[place] > 0 && part;
  });
  return h("span", { class: "mass-bar", "aria-hidden": "true" }, ...parts);
}

/** @param {Data} data @param {string} id @returns {HTMLElement | null} who contributes what, and how firm it is, folded */
export function weighing(data, id) {
  const found = data.evidenceOf(id);
  if (!found) return null;
  const sentences = found.firm.map((number) => h("li", {}, said(data.content.evidence?.sentences[number] ?? "")));
  const groups = found.groups.map(groupOf);
  const side = (/** @type {boolean} */ pro, /** @type {string} */ name) => {
    const own = groups.filter((group) => group.pro === pro);
    return own.length > 0 && [h("h4", {}, name), h("ul", { class: "groups" }, ...own.map((group) => contribution(data, group)))];
  };
  return h(
    "div",
    { class: "weighing" },
    groups.length > 0 && h("details", { "data-fold": "groups" },
      h("summary", {}, `Who contributes what: ${counted(new Set(groups.map(({ source }) => source)).size, "independent group")}`),
      ...[side(true, "For it"), side(false, "Against it")].flatMap((part) => part || []),
      h("p", { class: "muted" }, "Of sources that lean on each other, the heaviest counts. A share is its part of all three masses; a qualification counts on both sides.")),
    sentences.length > 0 && h("details", { "data-fold": "firm" }, h("summary", {}, "How firm is it?"), h("ul", { class: "firm" }, ...sentences)),
  );
}

/** @param {Group} group @returns {{ pro: boolean, mass: number, source: string, leaning: [string, number][] }} */
function groupOf([side, mass, source, ...leaning]) {
  return { pro: side === 1, mass, source, leaning };
}

/** @param {Data} data @param {ReturnType<typeof groupOf>} group */
function contribution(data, { mass, source, leaning }) {
  const why = (/** @type {number} */ number) => data.content.evidence?.leaning[number] ?? "";
  return h(
    "li",
    { "data-group": source },
    h("span", { class: "share" }, hundredths(mass)),
    h("span", {}, sourceLink(data, source), h("small", {}, ` ${data.sources.get(source)?.tier ?? ""}`)),
    leaning.length > 0 && h("ul", { class: "leaning" }, ...leaning.map(([other, number]) => h("li", {}, "with ", sourceLink(data, other), `: ${why(number)}`))),
  );
}
