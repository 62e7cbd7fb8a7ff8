/**
 * The dossier of a claim: what it says, where it stands, who is on which side and on what grounds.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Claim} Claim
 * @typedef {import("./data.js").Assertion} Assertion
 * @typedef {import("./data.js").Stance} Stance
 */

import { assertion } from "./assertion.js";
import { counted, h, said } from "./dom.js";
import { weight, weighing } from "./evidence.js";
import { licence } from "./licence.js";
import { mark, standingChip } from "./marks.js";
import { conceptLink } from "./mentions.js";
import { STANCES } from "./stances.js";
import { format } from "./state.js";
import { timeline } from "./timeline.js";

/** @param {Data} data @param {string} id @param {"h2" | "h3"} [level] @returns {HTMLElement} */
export function dossier(data, id, level = "h2") {
  const claim = data.claims.get(id);
  if (!claim) return h("p", { class: "notice" }, "This page has no claim called “", said(id), "”.");
  return h(
    "article",
    { class: "dossier", "data-claim": id },
    standingChip(data, claim.standing),
    sentence(data, claim, level),
    h("p", { class: "verdict" }, inWords(claim)),
    weight(data, id),
    licence(data, id),
    jumps(claim),
    tierTable(claim),
    level === "h2" && weighing(data, id),
    level === "h2" && timeline(data, id),
    sides(data, claim, level === "h2" ? "h3" : "h4"),
    reports(data, claim, level === "h2" ? "h3" : "h4"),
    level === "h2" && relatedClaims(data, claim),
  );
}

/** @param {Claim} claim @returns {string} where it stands, as a sentence about sources */
export function inWords(claim) {
  const parts = /** @type {Stance[]} */ (["supports", "disputes", "qualifies"])
    .filter((stance) => claim.tally[stance])
    .map((stance) => `${claim.tally[stance]} ${claim.tally[stance] === 1 ? STANCES[stance].verb : STANCES[stance].noun} it`);
  const reported = onlyPassing(claim);
  if (reported && !parts.length) return `${counted(reported, "source")} only ${reported === 1 ? "passes" : "pass"} it on; none takes a side.`;
  if (reported) parts.push(`${reported} only ${reported === 1 ? "passes" : "pass"} it on`);
  if (!parts.length) return "No source here says anything about it.";
  const last = parts.pop() ?? "";
  const told = parts.length ? `${parts.join(", ")} and ${last}` : last;
  return `Of the sources here, ${told}.`;
}

/** @param {Claim} claim @returns {number} how many sources pass it on and do nothing else with it */
function onlyPassing(claim) {
  const taking = new Set(claim.assertions.filter((one) => one.stance !== "reports").map((one) => one.source));
  return new Set(claim.assertions.map((one) => one.source).filter((source) => !taking.has(source))).size;
}

/** @param {Claim} claim @returns {HTMLElement | null} the way down to what each stance says, when there are several */
function jumps(claim) {
  const stances = /** @type {Stance[]} */ (Object.keys(STANCES)).filter((stance) => claim.tally[stance]);
  if (stances.length < 2) return null;
  const buttons = stances.map((stance) => {
    const { verb, noun } = STANCES[stance];
    return h("button", { type: "button", class: "action", "data-jump": stance, click: jump }, `${claim.tally[stance]} ${claim.tally[stance] === 1 ? verb : noun} ↓`);
  });
  return h("div", { class: "jumps row", role: "group", "aria-label": "Go to what they say" }, ...buttons);
}

/** @param {Event} event */
function jump(event) {
  const button = /** @type {HTMLElement} */ (event.currentTarget);
  const found = button.closest(".dossier")?.querySelector(`.assertion[data-stance="${button.dataset.jump}"]`);
  if (!(found instanceof HTMLElement)) return;
  found.focus({ preventScroll: true });
  found.scrollIntoView({ block: "start" });
}

/** @param {Data} data @param {Claim} claim @param {"h2" | "h3"} level */
function sentence(data, claim, level) {
  return h(
    level,
    { class: "sentence", tabindex: "-1" },
    conceptLink(data, claim.subject),
    ` ${data.verb(claim)} `,
    conceptLink(data, claim.object),
    claim.outcome ? [" for ", conceptLink(data, claim.outcome)] : [],
  );
}

/** @param {Claim} claim @returns {HTMLElement} sources by tier and stance */
function tierTable(claim) {
  const stances = /** @type {Stance[]} */ (Object.keys(STANCES));
  const head = h("tr", {}, h("th", { scope: "col" }, "sources"), ...stances.map((stance) => h("th", { scope: "col" }, stance)));
  const rows = Object.entries(claim.tiers).map(([tier, tally]) =>
    h("tr", {}, h("th", { scope: "row" }, tier, stanceBar(tally)), ...stances.map((stance) => count(stance, tally[stance]))),
  );
  return h("table", { class: "tally" }, h("caption", { class: "unseen" }, "Sources by tier and stance"), h("thead", {}, head), h("tbody", {}, ...rows));
}

/** @param {import("./data.js").Tally} tally @returns {HTMLElement} its share of each stance as a bar; the numbers stand beside it */
function stanceBar(tally) {
  const stances = /** @type {Stance[]} */ (Object.keys(STANCES)).filter((stance) => tally[stance]);
  const parts = stances.map((stance) => h("span", { "data-stance": stance }));
  parts.forEach((part, place) => part.style.setProperty("flex-grow", String(tally[stances[place]])));
  return h("span", { class: "stance-bar", "aria-hidden": "true" }, ...parts);
}

/** @param {Data} data @param {Claim} claim @returns {HTMLElement | null} the claims that a reader of this one should see beside it */
function relatedClaims(data, claim) {
  const near = (claim.related ?? []).filter(([, id]) => data.claims.has(id));
  if (!near.length) return null;
  const kinds = [...new Set(near.map(([kind]) => kind))];
  const row = (/** @type {string} */ id) => {
    const other = /** @type {Claim} */ (data.claims.get(id));
    const link = h("a", { href: format({ claim: id }), class: "row-link" }, mark(data, other.standing), said(other.label), h("small", {}, other.standing ?? ""));
    return h("li", {}, link);
  };
  const group = (/** @type {string} */ kind) => [
    h("h4", {}, h("span", { class: "tag" }, kind), ` ${data.content.nearness?.[kind] ?? ""}`),
    h("ul", { "data-nearness": kind }, ...near.filter(([own]) => own === kind).map(([, id]) => row(id))),
  ];
  return h("section", { class: "claims near" }, h("h3", {}, "Related claims"), ...kinds.flatMap(group));
}

/** @param {Stance} stance @param {number} number */
function count(stance, number) {
  return h("td", { "data-stance": stance, class: number ? "some" : "none" }, number ? String(number) : "–");
}

/** @param {Data} data @param {Claim} claim @param {string} level @returns {HTMLElement} */
function sides(data, claim, level) {
  const against = claim.assertions.filter((one) => one.stance === "disputes" || one.stance === "qualifies");
  const inFavour = claim.assertions.filter((one) => one.stance === "supports");
  const both = inFavour.length > 0 && against.length > 0;
  return h(
    "div",
    { class: both ? "sides both" : "sides" },
    side(data, "for", h(level, {}, "Supports"), inFavour, "No source here supports it."),
    side(data, "against", h(level, {}, "Disputes or qualifies"), against, "No source here disputes or qualifies it."),
  );
}

/**
 * @param {Data} data @param {string} className @param {HTMLElement} title @param {Assertion[]} assertions @param {string} none
 * @returns {HTMLElement}
 */
function side(data, className, title, assertions, none) {
  if (!assertions.length) return h("p", { class: `side ${className} nobody` }, none);
  const list = h("ul", {}, ...assertions.map((one) => assertion(data, one)));
  return h("section", { class: `side ${className}` }, title, list);
}

/** @param {Data} data @param {Claim} claim @param {string} level */
function reports(data, claim, level) {
  const told = claim.assertions.filter((one) => one.stance === "reports");
  return told.length > 0 && side(data, "told", h(level, {}, "Passed on, without taking a side"), told, "");
}
