/**
 * Where do they disagree? One disagreement after the other, both sides beside each other.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Disagreement} Disagreement
 * @typedef {import("./state.js").State} State
 * @typedef {import("./asked.js").Panel} Panel
 */

import { clash } from "./clash.js";
import { apparent } from "./disagreements.js";
import { h, outside, said } from "./dom.js";
import { dossier } from "./dossier.js";
import { standingChip } from "./marks.js";
import { among } from "./pictures.js";
import { STANCES } from "./stances.js";
import { format } from "./state.js";
import { stepper, withKeys } from "./stepper.js";

/** @param {Data} data @param {State} state @param {(wanted: Partial<State>) => void} go @returns {Panel} */
export function walkPanel(data, state, go) {
  const all = [...data.disagreements.values()];
  const at = Math.min(Math.max((state.n ?? 1) - 1, 0), all.length - 1);
  const one = all[at];
  if (!one) return { body: nothing(), lifted: null, scope: null };
  const body = h(
    "article",
    { class: "walk", "data-disagreement": one.id },
    h("h2", { tabindex: "-1" }, "Where do they disagree?"),
    stepper({ name: "walk", at, of: all.length, position: `${at + 1} of ${all.length}`, back: "Previous", on: "Next" }, (to) => go({ ask: "disagree", n: to + 1 })),
    h("p", { class: "kind-of" }, h("span", { class: "tag" }, one.kind), " ", one.meaning),
    apparent(one),
    one.explanation && h("p", { class: "verdict" }, said(one.explanation)),
    clash(one),
    ...(one.claims.length === 1 ? [dossier(data, one.claims[0], "h3")] : [beside(data, one, at)]),
    h("p", { class: "muted keys" }, "Keys: n or → next, p or ← previous."),
  );
  withKeys(body, "walk");
  return { body, lifted: new Set(one.claims), scope: among(data, `walk:${one.id}`, "What this disagreement is about", one.claims) };
}

/** @returns {HTMLElement} */
function nothing() {
  return h("article", { class: "walk" }, h("h2", { tabindex: "-1" }, "Where do they disagree?"), h("p", { class: "notice" }, "No contradiction was found among these claims."));
}

/** @param {Data} data @param {Disagreement} one @param {number} n @returns {HTMLElement} the claims that do not go together */
function beside(data, one, n) {
  return h("div", { class: "beside" }, ...one.claims.map((id) => claimSide(data, id, n)));
}

/** @param {Data} data @param {string} id @param {number} n */
function claimSide(data, id, n) {
  const claim = data.claims.get(id);
  if (!claim) return null;
  const link = h("a", { href: format({ ask: "disagree", n: n + 1, claim: id }) }, said(claim.label));
  const voices = claim.assertions.map((assertion) => voice(data, assertion));
  return h("section", { class: "side", "data-side": id }, h("h3", { class: "claim-side" }, link), standingChip(data, claim.standing), h("ul", {}, ...voices));
}

/** @param {Data} data @param {import("./data.js").Assertion} one who says so, and in which words */
export function voice(data, one) {
  const source = data.sources.get(one.source);
  const first = one.passages.find((passage) => passage.link)?.link ?? source?.url;
  const quoted = one.passages.flatMap(({ quote }) => (quote ? [h("blockquote", { dir: "auto" }, quote)] : []));
  const when = one.scope?.length ? h("p", { class: "byline" }, "when: ", said(one.scope.map((id) => data.label(id)).join(", "))) : null;
  const why = (one.because ?? []).map(({ aspect, comment }) => h("p", { class: "because" }, h("strong", {}, `${data.word("aspect", aspect)}: `), said(comment)));
  return h(
    "li",
    { class: "assertion", "data-stance": one.stance },
    h("p", { class: "who" }, h("span", { class: "stance" }, `${STANCES[one.stance].mark} ${one.stance}`), outside(first, data.nameOf(one.source), "source")),
    found(data, one),
    h("p", { class: "says" }, said(one.paraphrase)),
    when,
    ...why,
    ...quoted,
  );
}

/** @param {Data} data @param {import("./data.js").Assertion} one @returns {HTMLElement | null} what kind of study it was, and what it found */
function found(data, one) {
  const told = [one.design && data.word("design", one.design), one.n && `n = ${one.n}`, one.finding && data.word("finding", one.finding)].filter(Boolean);
  return told.length ? h("p", { class: "byline voice-study" }, told.join(" · ")) : null;
}
