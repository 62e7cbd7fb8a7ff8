/**
 * What one source says of a claim: who, in our words, on what grounds, and what is known of the study behind it.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Assertion} Assertion
 */

import { h, outside, said } from "./dom.js";
import { conceptLink, sourceLink } from "./mentions.js";
import { STANCES } from "./stances.js";

/** @param {Data} data @param {Assertion} one @returns {HTMLElement} */
export function assertion(data, one) {
  const source = data.sources.get(one.source);
  const first = one.passages.find((passage) => passage.link)?.link ?? data.addressOf(one.source);
  return h(
    "li",
    { class: "assertion", "data-stance": one.stance, "data-assertion": one.id, tabindex: "-1" },
    h("p", { class: "who" }, h("span", { class: "stance" }, `${STANCES[one.stance].mark} ${one.stance}`), outside(first, source?.title ?? one.source, "source")),
    h("p", { class: "byline" }, sourceLink(data, one.source), said(["", source?.tier, source?.host].filter((part) => part !== undefined).join(" · "))),
    h("p", { class: "says" }, said(one.paraphrase)),
    ...(one.because ?? []).map((why) => because(data, why)),
    study(data, one),
    facts(data, one),
    ...one.passages.flatMap((passage, place) => shown(passage, one.passages.length > 1 ? `passage ${place + 1}` : "the passage")),
  );
}

/** @param {Data} data @param {import("./data.js").Qualification} why */
function because(data, why) {
  const reason = why.reason ? [" (", conceptLink(data, why.reason), ")"] : [];
  return h("p", { class: "because" }, h("strong", {}, `${data.word("aspect", why.aspect)}: `), said(why.comment), ...reason);
}

/** @param {Data} data @param {Assertion} one @returns {HTMLElement | null} design, who, doing what, how measured, what came out */
function study(data, one) {
  const known = /** @type {[string, string | undefined][]} */ ([
    ["Design", one.design && data.word("design", one.design)],
    ["Who", one.population],
    ["How many", one.n && String(one.n)],
    ["Doing what", one.task],
    ["Measured", one.measured],
    ["Figures", one.effect],
  ]).filter(([, value]) => value);
  if (!known.length) return null;
  return h("dl", { class: "study" }, ...known.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, said(value ?? "")))));
}

/** @param {Data} data @param {Assertion} one @returns {HTMLElement} finding, certainty, basis and conditions */
function facts(data, one) {
  return h(
    "ul",
    { class: "facts" },
    one.finding ? h("li", { class: "finding" }, data.word("finding", one.finding)) : [],
    h("li", {}, data.word("certainty", one.certainty)),
    h("li", {}, said(data.word("basis", one.basis))),
    (one.scope ?? []).map((id) => h("li", {}, "when: ", said(data.label(id)))),
    one.by?.length ? h("li", {}, "passed on from: ", said(one.by.join(", "))) : [],
    one.unconfirmed ? h("li", { class: "unconfirmed", title: "It is shown, and decides no standing by itself" }, "seen by one reader only") : [],
  );
}

/** @param {import("./data.js").Passage} passage @param {string} name @returns {HTMLElement[]} its words, where we have them, and the way to it */
function shown(passage, name) {
  const words = passage.quote ? [h("blockquote", { dir: "auto" }, passage.quote)] : [];
  return passage.link ? [...words, h("p", { class: "passage" }, outside(passage.link, `Open at ${name} ↗`))] : words;
}
