/**
 * The verdict card: the claim in plain words, how many sources take which side, both sides, and how to word it instead.
 *
 * @typedef {import("./asking.js").Assertion} Assertion
 * @typedef {import("./asking.js").Finding} Finding
 * @typedef {import("./words.js").Stance} Stance
 * @typedef {{ apply: () => void, narrow: (index: number) => void, relations: () => Map<string, string> }} Acts
 */

import { h, outside, said } from "../dom.js";
import { visible } from "../sparql/terms.js";
import { diff } from "./diff.js";
import { CERTAINTIES, REACHES, STANCES, tallyInWords } from "./words.js";

const NEARNESS = /** @type {Record<string, string>} */ ({
  opposite: "Found by its opposite: the sources speak of the contrary state.",
  broader: "No source makes your claim itself; this one is broader.",
  narrower: "No source makes your claim itself; this one is narrower.",
});

/** @param {Finding} finding @param {Acts} acts @returns {HTMLElement} */
export function card(finding, acts) {
  const { claim, assertions, suggestion, message, nearness } = finding;
  return h(
    "div",
    { class: "card" },
    h("p", { class: "message" }, said(visible(message))),
    overReaching(finding, acts),
    suggestion !== null && suggestion !== finding.text && instead(finding.text, suggestion, acts),
    claim?.id ? theClaim(finding, acts) : claim && understood(finding, acts),
    claim?.id && nearness && NEARNESS[nearness] ? h("p", { class: "near" }, NEARNESS[nearness]) : null,
    ...(assertions.length ? [bar(finding), ...sides(assertions)] : []),
  );
}

/** @param {Finding} finding @param {Acts} acts @returns {HTMLElement | null} each word that reaches too far, how, and what to say for it */
function overReaching({ over }, { narrow }) {
  if (!over.length) return null;
  const rows = over.map(({ text, reach, narrower }, index) => {
    const { word, means } = REACHES[reach] ?? { word: reach, means: "" };
    const change = narrower ? [deleted(text), " → ", inserted(narrower)] : [deleted(text)];
    const does = narrower ? `Replace “${text}” with “${narrower}”` : `Take out “${text}”`;
    return h(
      "li",
      { "data-reach": reach },
      h("span", { class: "reach", title: means }, word),
      h("span", { class: "change" }, ...change),
      h("button", { type: "button", class: "action", "data-key": `narrow ${index}`, "aria-label": visible(does), click: () => narrow(index) }, narrower ? "Replace" : "Take out"),
    );
  });
  return h("section", { class: "too-far" }, h("h4", {}, "Reaches too far"), h("ul", {}, ...rows));
}

/** @param {string} text @param {string} suggestion @param {Acts} acts @returns {HTMLElement} */
function instead(text, suggestion, { apply }) {
  const found = diff(text, suggestion);
  const whole = !found.some(({ sort }) => sort === "same");
  const pieces = found.flatMap(({ sort, text: words }) => {
    const drawn = words.trimEnd();
    const space = words.slice(drawn.length); // not struck out, not underlined
    return sort === "same" ? [visible(words)] : [sort === "gone" ? deleted(drawn) : inserted(drawn), space];
  });
  const use = h("button", { type: "button", class: "action primary", "data-key": "apply", click: apply }, "Use this wording ", h("kbd", { "aria-hidden": "true" }, "a"));
  return h("section", { class: "instead" }, h("h4", {}, "What the sources license"), h("p", { class: whole ? "diff whole" : "diff", dir: "auto" }, ...pieces), use);
}

/** @param {string} text @returns {HTMLElement} */
function deleted(text) {
  return h("del", {}, h("span", { class: "unseen" }, " [deleted: "), visible(text), h("span", { class: "unseen" }, "] "));
}

/** @param {string} text @returns {HTMLElement} */
function inserted(text) {
  return h("ins", {}, h("span", { class: "unseen" }, " [inserted: "), visible(text), h("span", { class: "unseen" }, "] "));
}

/** @param {Finding} finding @param {Acts} acts @returns {HTMLElement} */
function theClaim({ claim, polarity }, { relations }) {
  const own = polarity === "denied" ? "Your sentence denies it." : "Your sentence says so.";
  return h(
    "section",
    { class: "the-claim" },
    h("h4", {}, "The claim"),
    h("p", { class: "sentence" }, ...inPlainWords(claim, relations())),
    h("p", { class: "muted" }, `${own} `, page("claim", claim?.id ?? "", "All about this claim")),
  );
}

/** @param {Finding} finding @param {Acts} acts @returns {HTMLElement} what was read where no source says it */
function understood({ claim }, { relations }) {
  return h("section", { class: "the-claim" }, h("h4", {}, "Understood as"), h("p", { class: "sentence" }, ...inPlainWords(claim, relations())));
}

/** @param {Finding["claim"]} claim @param {Map<string, string>} labels @returns {(HTMLElement | string)[]} */
export function inPlainWords(claim, labels) {
  if (!claim) return [];
  const relation = claim.relation ?? "";
  const words = labels.get(relation) ?? relation.replace(/[A-Z]/g, (one) => ` ${one.toLowerCase()}`);
  const outcome = claim.outcome ? [" for ", said(visible(claim.outcome), "concept")] : [];
  return [said(visible(claim.subject ?? ""), "concept"), " ", h("em", {}, visible(words)), " ", said(visible(claim.object ?? ""), "concept"), ...outcome];
}

/** @param {Finding} finding @returns {HTMLElement} */
function bar({ tally }) {
  const counts = /** @type {[Stance, number][]} */ (Object.keys(STANCES).map((stance) => [stance, tally?.[stance] ?? 0])).filter(([, count]) => count);
  const parts = counts.map(([stance, count]) => {
    const part = h("span", { "data-stance": stance });
    part.style.flexGrow = String(count);
    return part;
  });
  return h("div", { class: "told" }, h("p", {}, `Of the sources here, ${tallyInWords(tally)}.`), h("div", { class: "stance-bar", "aria-hidden": "true" }, ...parts));
}

/** @param {Assertion[]} assertions @returns {(HTMLElement | null)[]} support left, dispute right, then what limits it and who passes it on */
function sides(assertions) {
  const of = (/** @type {Stance} */ stance) => assertions.filter((one) => one.stance === stance);
  const side = (/** @type {Stance} */ stance, /** @type {string} */ className) => {
    const here = of(stance);
    const { heading, nobody } = STANCES[stance];
    if (!here.length && !nobody) return null;
    return h("section", { class: `side ${className}`, "data-stance": stance }, h("h4", {}, heading), ...(here.length ? here.map(assertion) : [h("p", { class: "nobody" }, nobody)]));
  };
  const both = of("supports").length && of("disputes").length ? "sides both" : "sides";
  return [h("div", { class: both }, side("supports", "for"), side("disputes", "against")), side("qualifies", "only"), side("reports", "told")];
}

/** @param {Assertion} one @returns {HTMLElement} */
function assertion(one) {
  const { source, title, url, tier, certainty, paraphrase, quote, qualifications = [], attributed_to: of = [], effect } = one;
  const facts = [tier, CERTAINTIES[certainty] ?? certainty, effect, of.length ? `of ${of.join(", ")}` : ""].filter(Boolean);
  return h(
    "article",
    { class: "assertion" },
    page("source", source, title || source, "source"),
    h("p", { class: "says", dir: "auto" }, visible(paraphrase)),
    ...qualifications.filter(({ comment }) => comment).map(({ comment }) => h("p", { class: "because", dir: "auto" }, visible(comment))),
    quote ? h("blockquote", { dir: "auto" }, visible(quote)) : null,
    h("ul", { class: "facts" }, ...facts.map((fact) => h("li", {}, said(visible(String(fact)))))),
    url ? h("p", { class: "byline" }, outside(url, hostOf(url))) : null,
  );
}

/** @param {string} sort @param {string} name @param {string} text @param {string} [className] @returns {HTMLElement} a page of this server, in a tab of its own, lest the draft be lost */
function page(sort, name, text, className = "") {
  const address = new URL(`id/${sort}/${encodeURIComponent(name)}`, document.baseURI).href;
  return h("a", { href: address, target: "_blank", rel: "noopener", class: className, dir: "auto" }, visible(text));
}

/** @param {string} url @returns {string} */
function hostOf(url) {
  try {
    return new URL(url).hostname.replace(/^www\./, "");
  } catch {
    return visible(url);
  }
}
