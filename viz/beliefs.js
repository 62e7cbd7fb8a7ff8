/**
 * Popular belief against evidence: one claim after the other, what popular sources say beside what peer-reviewed ones found.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Disagreement} Disagreement
 * @typedef {import("./state.js").State} State
 * @typedef {import("./asked.js").Panel} Panel
 */

import { clash } from "./clash.js";
import { counted, h, said } from "./dom.js";
import { small } from "./evidence.js";
import { mark } from "./marks.js";
import { among } from "./pictures.js";
import { format } from "./state.js";
import { staying, stepper, withKeys } from "./stepper.js";
import { voice } from "./walk.js";

const TITLE = "Popular belief against evidence";
/** The two tiers, each with what its side is. */
const TIERS = /** @type {const} */ ([
  ["popular", "What popular sources say"],
  ["peer-reviewed", "What peer-reviewed ones found"],
]);

/** @param {Data} data @param {State} state @param {(wanted: Partial<State>) => void} go @returns {Panel} */
export function beliefsPanel(data, state, go) {
  const all = [...data.disagreements.values()].filter(({ kind }) => kind === "tiers");
  const at = Math.min(Math.max((state.n ?? 1) - 1, 0), all.length - 1);
  const one = all[at];
  if (!one) return { body: nothing(data), lifted: null, scope: null };
  const body = h(
    "article",
    { class: "walk beliefs", "data-disagreement": one.id },
    h("h2", { tabindex: "-1" }, TITLE),
    stepper({ name: "belief", at, of: all.length, position: `${at + 1} of ${all.length}`, back: "Previous", on: "Next" }, (to) => go({ ask: "beliefs", n: to + 1 })),
    h("ul", { class: "claims" }, ...one.claims.map((id) => claimRow(data, id, at))),
    h("p", { class: "verdict" }, said(one.explanation)),
    clash(one),
    h("div", { class: "beside" }, ...TIERS.map(([tier, title]) => tierSide(data, one, tier, title))),
    h("p", { class: "muted keys" }, "Keys: n or → next, p or ← previous."),
    h("details", { "data-fold": "beliefs" }, h("summary", {}, `All ${counted(all.length, "belief")}`), h("ol", {}, ...all.map((other, place) => h("li", {}, staying(h("a", { href: format({ ask: "beliefs", n: place + 1 }), "aria-current": place === at ? "true" : null }, said(data.claims.get(other.claims[0])?.label ?? other.id)), `belief ${place}`))))),
  );
  withKeys(body, "belief");
  return { body, lifted: new Set(one.claims), scope: among(data, `belief:${one.id}`, "What this belief is about", one.claims) };
}

/** @param {Data} data @returns {HTMLElement} */
function nothing(data) {
  const why = data.content.analysed ? "On no claim here do popular and peer-reviewed sources stand on different sides." : "Contradictions were not looked for when this page was made.";
  return h("article", { class: "walk beliefs" }, h("h2", { tabindex: "-1" }, TITLE), h("p", { class: "notice" }, why));
}

/** @param {Data} data @param {string} id @param {number} at @returns {HTMLElement} what is believed, or what speaks against it, with all on it */
function claimRow(data, id, at) {
  const claim = data.claims.get(id);
  return h("li", {}, h("a", { href: format({ ask: "beliefs", n: at + 1, claim: id }), class: "row-link" }, mark(data, claim?.standing ?? null), said(claim?.label ?? id), h("small", {}, claim?.standing ?? "")));
}

/** @param {Data} data @param {Disagreement} one @param {string} tier @param {string} title @returns {HTMLElement} claim by claim where there are several */
function tierSide(data, one, tier, title) {
  const parts = one.claims.flatMap((id) => {
    const voices = (data.claims.get(id)?.assertions ?? []).filter(({ source }) => data.sources.get(source)?.tier === tier);
    const weighed = h("p", { class: "weighed" }, ...small(data.evidenceOf(id)?.tiers[tier]));
    const name = one.claims.length > 1 && h("h4", {}, said(data.claims.get(id)?.label ?? id));
    return voices.length ? [name || "", weighed, h("ul", {}, ...voices.map((assertion) => voice(data, assertion)))] : [];
  });
  return h("section", { class: "side", "data-tier": tier }, h("h3", {}, title), ...parts);
}
