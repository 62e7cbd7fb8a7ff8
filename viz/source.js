/**
 * What the panel tells of a source: what it is, and all that it says, by stance.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Stance} Stance
 */

import { counted, h, outside, said } from "./dom.js";
import { STANCES } from "./dossier.js";
import { mark } from "./marks.js";
import { format } from "./state.js";

/** @param {Data} data @param {string} id @returns {HTMLElement} */
export function sourceCard(data, id) {
  const source = data.sources.get(id);
  if (!source) return h("p", { class: "notice" }, "This page has no source called “", said(id), "”.");
  const claims = data.claimsFrom(id);
  return h(
    "article",
    { class: "card", "data-source": id },
    h("p", { class: "chip" }, "source", h("span", {}, `: ${counted(claims.length, "claim")}`)),
    h("h2", { tabindex: "-1" }, outside(source.url, source.title)),
    h("p", { class: "byline" }, said([source.byline, source.tier, source.collection, source.host, source.seen].filter(Boolean).join(" · "))),
    ...(claims.length ? [] : [h("p", { class: "notice" }, "No claim here comes from this source.")]),
    .../** @type {Stance[]} */ (Object.keys(STANCES)).map((stance) => stanceList(data, id, stance, claims)),
  );
}

/** @param {Data} data @param {string} source @param {Stance} stance @param {string[]} claims */
function stanceList(data, source, stance, claims) {
  const taken = (/** @type {string} */ id) => data.claims.get(id)?.assertions.some((one) => one.source === source && one.stance === stance);
  const found = claims.filter(taken);
  const title = h("h3", {}, `${STANCES[stance].mark} It ${stance} `, h("small", {}, counted(found.length, "claim")));
  return found.length > 0 && h("section", { class: "claims", "data-stance-of": stance }, title, h("ul", {}, ...found.map((id) => row(data, source, id))));
}

/** @param {Data} data @param {string} source @param {string} id */
function row(data, source, id) {
  const claim = data.claims.get(id);
  const words = h("span", {}, said(claim?.label ?? id));
  return h("li", {}, h("a", { href: format({ source, claim: id }), class: "row-link" }, mark(data, claim?.standing ?? null), words, h("small", {}, claim?.standing ?? "")));
}
