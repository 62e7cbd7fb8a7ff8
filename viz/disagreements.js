/**
 * Where the sources disagree: a list that names both sides, and one disagreement with its passages.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Disagreement} Disagreement
 */

import { clash } from "./clash.js";
import { counted, h, said, someFirst } from "./dom.js";
import { dossier } from "./dossier.js";
import { format } from "./state.js";

/** Kinds that are no more than the standing of their one claim, which its dossier tells. */
const OWN_STANDING = new Set(["contested", "disputed", "qualified"]);

/** Kinds whose sources agree with different claims: none of them is for or against one. */
const SIDE_BY_SIDE = new Set(["reversed", "opposed", "rivals", "scope"]);
/** How many of a kind are told at once where there may be a thousand. */
const FEW = 30;
/** How many concepts the opening names. */
const NAMED = 3;

/** @param {Data} data @returns {HTMLElement} all of them, by kind */
export function disagreementList(data) {
  const all = [...data.disagreements.values()];
  const [told, settled] = [all.filter((one) => !one.apparent), all.filter((one) => one.apparent)];
  const kinds = [...new Set(told.map((one) => one.kind))];
  return h(
    "article",
    { class: "disagreements" },
    h("h2", { tabindex: "-1" }, "Where the sources disagree"),
    h("p", { class: "purpose" }, ...purpose(data)),
    h("p", { class: "muted" }, introduction(data, all.length)),
    ...kinds.map((kind) => group(data, kind, told.filter((one) => one.kind === kind))),
    settled.length > 0 && resolved(data, settled),
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

/** @param {Data} data @param {Disagreement} one @param {string} concept from whose card it is opened @returns {HTMLElement} in one line */
export function disagreementRow(data, one, concept) {
  const about = new Set([concept, ...data.statesOf(concept)].flatMap((id) => data.claimsOf(id)));
  const claims = [...one.claims].sort((a, b) => Number(about.has(b)) - Number(about.has(a)));
  const link = h("a", { href: format({ concept, disagreement: one.id }), class: "entry" }, h("span", {}, h("span", { class: "tag" }, one.kind)), apparent(one), ...labels(data, claims, 2));
  return h("li", {}, link);
}

/** @param {Data} data @returns {(string | HTMLElement)[]} what the page is, and what it is not */
export function purpose(data) {
  const most = [...data.touching].sort(([, a], [, b]) => b.length - a.length).slice(0, NAMED).map(([id]) => id);
  const rest = data.nodes.size - most.length;
  const named = most.flatMap((id, place) => [place ? (rest > 0 || place < most.length - 1 ? ", " : " and ") : "", said(data.label(id))]);
  return [
    `What ${counted(data.sources.size, "source")}${data.split()} claim${data.sources.size === 1 ? "s" : ""} about `,
    ...named,
    rest > 0 ? ` and ${counted(rest, "other concept")}` : "",
    ": each line is a claim; colour and mark say whether the sources agree. The page does not say who is right, and it is no medical advice.",
  ];
}

/** @param {Data} data @param {Disagreement} one */
function single(data, one) {
  const told = OWN_STANDING.has(one.kind) ? [] : [h("p", { class: "muted" }, h("span", { class: "tag" }, one.kind), ` ${one.meaning}`)];
  return [...told, apparent(one), clash(one), dossier(data, one.claims[0])];
}

/** @param {Data} data @param {Disagreement} one */
function several(data, one) {
  return [
    h("p", {}, h("span", { class: "tag" }, one.kind)),
    h("h2", { tabindex: "-1" }, one.meaning || one.kind),
    apparent(one),
    one.explanation && h("p", { class: "verdict" }, said(one.explanation)),
    clash(one),
    bothSides(data, one),
    ...one.claims.map((claim) => dossier(data, claim, "h3")),
  ];
}

/** @param {Disagreement} one @returns {HTMLElement | undefined} that it is no disagreement when the conditions are looked at */
export function apparent(one) {
  return one.apparent ? h("span", { class: "apparent" }, one.apparent) : undefined;
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
  return h("section", { "data-kind-of": kind }, heading, ...someFirst(members, (one) => item(data, one), "cards", data.partial ? FEW : undefined));
}

/** @param {Data} data @param {Disagreement[]} members @returns {HTMLElement} what only looks like a contradiction, by itself */
function resolved(data, members) {
  const heading = h("h3", {}, h("span", { class: "tag" }, "resolved"), " No contradictions: the conditions stated tell the sides apart ", h("small", {}, `(${members.length})`));
  return h("section", { "data-kind-of": "resolved" }, heading, ...someFirst(members, (one) => item(data, one), "cards", data.partial ? FEW : undefined));
}

/** @param {Data} data @param {Disagreement} one */
function item(data, one) {
  const told = one.claims.length > 1 && one.explanation && h("span", { class: "explained" }, said(one.explanation));
  return h("li", {}, h("a", { href: format({ disagreement: one.id }), class: "entry" }, ...labels(data, one.claims, 3), apparent(one), told, bothSides(data, one)));
}

/** @param {Data} data @param {string[]} claims @param {number} most @returns {HTMLElement[]} the first few */
function labels(data, claims, most) {
  const shown = claims.slice(0, most).map((id) => h("strong", {}, said(data.claims.get(id)?.label ?? id)));
  return claims.length > most ? [...shown, h("small", {}, `and ${claims.length - most} more`)] : shown;
}

/** @param {Data} data @param {Disagreement} one @returns {HTMLElement} who is on which side */
function bothSides(data, one) {
  const row = (/** @type {string} */ stance, /** @type {string} */ words, /** @type {string[]} */ sources) =>
    sources.length > 0 && h("span", { class: "who", "data-stance": stance }, h("span", { class: "stance" }, words), said(sources.map((id) => data.nameOf(id)).join("; ")));
  return h(
    "span",
    { class: "both-sides" },
    SIDE_BY_SIDE.has(one.kind) ? row("says", "say so", one.supports) : row("supports", "+ supports", one.supports),
    row("disputes", "× disputes", one.disputes),
    row("qualifies", "≈ qualifies", one.qualifies),
  );
}
