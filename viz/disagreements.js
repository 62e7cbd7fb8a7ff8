/**
 * Where the sources disagree: a list that names both sides, and one disagreement with its passages.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Disagreement} Disagreement
 */

import { counted, h, said } from "./dom.js";
import { dossier } from "./dossier.js";
import { format } from "./state.js";

/** Kinds that are no more than the standing of their one claim, which its dossier tells. */
const OWN_STANDING = new Set(["contested", "disputed", "qualified"]);

/** @param {Data} data @returns {HTMLElement} all of them, by kind */
export function disagreementList(data) {
  const all = [...data.disagreements.values()];
  const kinds = [...new Set(all.map((one) => one.kind))];
  return h(
    "article",
    { class: "disagreements" },
    h("h2", { tabindex: "-1" }, "Where the sources disagree"),
    h("p", { class: "muted" }, introduction(data, all.length)),
    ...kinds.map((kind) => group(data, kind, all.filter((one) => one.kind === kind))),
  );
}

/** @param {Data} data @param {string} id @returns {HTMLElement} */
export function disagreementCard(data, id) {
  const one = data.disagreements.get(id);
  if (!one) return h("p", { class: "notice" }, "This page has no disagreement called “", said(id), "”.");
  return h(
    "article",
    { class: "disagreement", "data-disagreement": id },
    ...(one.claims.length === 1 ? single(data, one) : several(data, one)),
  );
}

/** @param {Data} data @param {Disagreement} one */
function single(data, one) {
  const told = OWN_STANDING.has(one.kind) ? [] : [h("p", { class: "muted" }, h("span", { class: "tag" }, one.kind), ` ${one.meaning}`)];
  return [...told, dossier(data, one.claims[0])];
}

/** @param {Data} data @param {Disagreement} one */
function several(data, one) {
  return [
    h("p", {}, h("span", { class: "tag" }, one.kind)),
    h("h2", { tabindex: "-1" }, one.meaning || one.kind),
    one.explanation && h("p", { class: "verdict" }, said(one.explanation)),
    bothSides(data, one),
    ...one.claims.map((claim) => dossier(data, claim, "h3")),
  ];
}

/** @param {Data} data @param {number} number @returns {string} */
function introduction(data, number) {
  if (!data.content.analysed) return `${counted(number, "claim")} that the sources do not simply support. Contradictions between claims were not looked for.`;
  if (!number) return "No contradiction was found among these claims.";
  return `${counted(number, "contradiction")}. Choose one to see what each side says, and where.`;
}

/** @param {Data} data @param {string} kind @param {Disagreement[]} members */
function group(data, kind, members) {
  const heading = h("h3", {}, h("span", { class: "tag" }, kind), ` ${members[0].meaning} `, h("small", {}, `(${members.length})`));
  return h("section", { "data-kind-of": kind }, heading, h("ul", { class: "cards" }, ...members.map((one) => item(data, one))));
}

/** @param {Data} data @param {Disagreement} one */
function item(data, one) {
  const shown = one.claims.slice(0, 3).map((id) => h("strong", {}, said(data.claims.get(id)?.label ?? id)));
  const more = one.claims.length > 3 ? h("small", {}, `and ${one.claims.length - 3} more`) : null;
  const told = one.claims.length > 1 && one.explanation && h("span", { class: "explained" }, said(one.explanation));
  return h("li", {}, h("a", { href: format({ disagreement: one.id }), class: "entry" }, ...shown, more, told, bothSides(data, one)));
}

/** @param {Data} data @param {Disagreement} one @returns {HTMLElement} who is on which side */
function bothSides(data, one) {
  const row = (/** @type {string} */ stance, /** @type {string} */ sign, /** @type {string[]} */ sources) =>
    sources.length > 0 && h("span", { class: "who", "data-stance": stance }, h("span", { class: "stance" }, `${sign} ${stance}`), said(named(data, sources)));
  return h(
    "span",
    { class: "both-sides" },
    row("supports", "+", one.supports),
    row("disputes", "×", one.disputes),
    row("qualifies", "≈", one.qualifies),
  );
}

/** @param {Data} data @param {string[]} sources @returns {string} */
function named(data, sources) {
  return sources.map((id) => data.sources.get(id)?.byline || data.sources.get(id)?.title || id).join("; ");
}
