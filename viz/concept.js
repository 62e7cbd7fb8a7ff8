/**
 * What the panel tells of a concept: its names, its kind, the claims out of it and into it.
 *
 * @typedef {import("./data.js").Data} Data
 */

import { sourceCount } from "./data.js";
import { counted, h, said, someFirst } from "./dom.js";
import { disagreementRow } from "./disagreements.js";
import { kindShape, mark } from "./marks.js";
import { conceptLink } from "./mentions.js";
import { format } from "./state.js";

const SOME_NAMES = 6;

/** @param {Data} data @param {string} id @param {string | null} within the part that is drawn @returns {HTMLElement} */
export function conceptCard(data, id, within) {
  const concept = data.concepts.get(id);
  if (!concept) return h("p", { class: "notice" }, "This page has no concept called “", said(id), "”.");
  const claims = data.claimsOf(id);
  const near = `near:${id}`;
  return h(
    "article",
    { class: "card", "data-concept": id },
    h("p", { class: "chip" }, kindShape(data, concept.kind), data.kinds.get(concept.kind)?.label ?? concept.kind),
    h("h2", { tabindex: "-1" }, said(concept.label)),
    concept.definition && h("p", {}, said(concept.definition)),
    names(concept.others),
    ties(data, id, concept),
    within !== near && claims.length > 0 && h("p", {}, h("a", { href: format({ concept: id }), class: "action" }, "Draw what surrounds it")),
    disagreements(data, id),
    claimList(data, id, claims.filter((one) => data.claims.get(one)?.subject === id), "out"),
    claimList(data, id, claims.filter((one) => data.claims.get(one)?.subject !== id), "in"),
  );
}

/** @param {string[]} others the first few at once, the rest on demand */
function names(others) {
  const few = others.slice(0, SOME_NAMES);
  const rest = others.slice(SOME_NAMES);
  const more = rest.length > 0 && h("details", {}, h("summary", {}, `and ${counted(rest.length, "other name")}`), said(rest.join(", ")));
  return few.length > 0 && h("div", { class: "names" }, "Also called ", said(few.join(", ")), more);
}

/** @param {Data} data @param {string} id @param {import("./data.js").Concept} concept */
function ties(data, id, concept) {
  const found = [
    ...(concept.broader ?? []).map((id) => h("li", {}, "a sort of ", conceptLink(data, id))),
    ...(concept.stateOf ? [h("li", {}, "a state of ", conceptLink(data, concept.stateOf))] : []),
    ...states(data, id),
    ...(concept.oppositeOf ? [h("li", {}, "the opposite of ", conceptLink(data, concept.oppositeOf))] : []),
  ];
  return found.length > 0 && h("ul", { class: "ties" }, ...found);
}

/** @param {Data} data @param {string} id @returns {HTMLElement[]} its states, each with how much is claimed of it */
function states(data, id) {
  const found = data.statesOf(id);
  const links = found.flatMap((one, place) => [place ? ", " : " ", conceptLink(data, one), h("small", {}, ` (${counted(data.degree(one), "claim")})`)]);
  return found.length ? [h("li", { class: "states" }, "Its states:", ...links)] : [];
}

/** @param {Data} data @param {string} id */
function disagreements(data, id) {
  const found = data.disagreementsOf(id);
  if (!found.length) return null;
  const title = h("h3", {}, "Disagreements about this", h("small", {}, data.statesOf(id).length ? " and its states" : ""));
  return h("section", { class: "claims about" }, title, ...someFirst(found, (one) => disagreementRow(data, one, id)));
}

/** @param {Data} data @param {string} id @param {string[]} claims @param {"out" | "in"} direction */
function claimList(data, id, claims, direction) {
  if (!claims.length) return null;
  const title = direction === "out" ? [said(data.label(id)), " → …"] : ["… → ", said(data.label(id))];
  const row = (/** @type {string} */ one) => claimRow(data, id, one, direction);
  return h("section", { class: "claims", "data-direction": direction }, h("h3", {}, ...title, h("small", {}, ` ${counted(claims.length, "claim")}`)), ...someFirst(claims, row));
}

/** @param {Data} data @param {string} concept @param {string} id @param {"out" | "in"} direction */
function claimRow(data, concept, id, direction) {
  const claim = data.claims.get(id);
  if (!claim) return null;
  const verb = data.verb(claim);
  const outcome = claim.outcome ? [" for ", said(data.label(claim.outcome))] : [];
  const words = direction === "out"
    ? [`${verb} `, h("b", {}, said(data.label(claim.object))), ...outcome]
    : [h("b", {}, said(data.label(claim.subject))), ` ${verb}`, ...outcome];
  const link = h("a", { href: format({ concept, claim: id }), class: "row-link" }, mark(data, claim.standing), h("span", {}, ...words), h("small", {}, `${claim.standing}, ${counted(sourceCount(claim), "source")}`));
  return h("li", {}, link);
}
