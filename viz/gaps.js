/**
 * What is missing: kind by kind, the gravest first, each opening its concept.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./asked.js").Gap} Gap
 * @typedef {import("./asked.js").Panel} Panel
 */

import { asked } from "./asked.js";
import { counted, h, said } from "./dom.js";
import { kindShape } from "./marks.js";
import { format } from "./state.js";

/** How many of a kind are told at once. */
const SOME = 8;

/** @param {Data} data @returns {Panel} */
export function gapsPanel(data) {
  const { gaps } = asked(data);
  const kinds = [...new Set((gaps ?? []).map(({ kind }) => kind))];
  const body = h(
    "article",
    { class: "gaps" },
    h("h2", { tabindex: "-1" }, "What is missing?"),
    h("p", { class: "muted" }, introduction(gaps)),
    ...kinds.map((kind) => section(data, kind, (gaps ?? []).filter((gap) => gap.kind === kind))),
  );
  return { body, lifted: gaps?.length ? new Set(gaps.flatMap(({ claims }) => claims)) : null, scope: null };
}

/** @param {Gap[] | null} gaps @returns {string} */
function introduction(gaps) {
  if (!gaps) return "Not looked for: this graph is too large to find its gaps while a page is made. The command “kneegraph gaps” finds them.";
  if (!gaps.length) return "No gap was found: everything recommended has a mechanism, and nothing hangs on a single source.";
  return `${counted(gaps.length, "gap")}: what the sources leave open, or rest on too little. Choose one to see its concept and the claims about it.`;
}

/** @param {Data} data @param {string} kind @param {Gap[]} members */
function section(data, kind, members) {
  const rows = members.map((gap) => row(data, gap));
  const rest = rows.slice(SOME);
  const more = rest.length > 0 && h("details", {}, h("summary", {}, `${rest.length} more`), h("ul", { class: "cards" }, ...rest));
  const heading = h("h3", {}, members[0].meaning, " ", h("small", {}, String(members.length)));
  return h("section", { class: "claims", "data-gap": kind }, heading, h("ul", { class: "cards" }, ...rows.slice(0, SOME)), more);
}

/** @param {Data} data @param {Gap} gap */
function row(data, { concept, explanation }) {
  const name = h("strong", {}, kindShape(data, data.concepts.get(concept)?.kind ?? ""), " ", said(data.label(concept)));
  return h("li", {}, h("a", { href: format({ concept }), class: "entry" }, name, h("span", { class: "explained" }, said(explanation))));
}
