/**
 * Still repeated though the evidence turned: claims, the year from which the studies speak against them, and who goes on.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./asked.js").Panel} Panel
 * @typedef {import("./asked.js").Turned} Turned
 */

import { asked } from "./asked.js";
import { counted, h, said } from "./dom.js";
import { small } from "./evidence.js";
import { mark } from "./marks.js";
import { sourceLink } from "./mentions.js";
import { among } from "./pictures.js";
import { designed } from "./routes.js";
import { format } from "./state.js";

/** @param {Data} data @returns {Panel} */
export function turnedPanel(data) {
  const { turned } = asked(data);
  const claims = (turned ?? []).flatMap(({ claim, through }) => [claim, ...through]);
  const body = h(
    "article",
    { class: "turned" },
    h("h2", { tabindex: "-1" }, "Still repeated though the evidence turned"),
    h("p", { class: "muted" }, introduction(turned)),
    h("ul", { class: "turned-claims" }, ...(turned ?? []).map((one) => item(data, one))),
  );
  return { body, lifted: claims.length ? new Set(claims) : null, scope: claims.length ? among(data, "turned", "What is still repeated", claims) : null };
}

/** @param {Turned[] | null} found @returns {string} */
function introduction(found) {
  if (!found) return "Not looked for: this graph is too large to be weighed while a page is made. The command “kneegraph turned” does it.";
  if (!found.length) return "No claim here is repeated by a popular source after the peer-reviewed evidence had turned against it.";
  return `${counted(found.length, "claim")} that popular sources repeat, in years by which the peer-reviewed evidence had leaned against it.`;
}

/** @param {Data} data @param {Turned} one */
function item(data, { claim, year, masses, by, again, undated, through }) {
  const row = (/** @type {string} */ id) => h("a", { href: format({ ask: "turned", claim: id }), class: "row-link" }, mark(data, data.claims.get(id)?.standing ?? null), said(data.claims.get(id)?.label ?? id));
  const years = again.flatMap((id, place) => [place ? "; " : "", sourceLink(data, id)]);
  return h(
    "li",
    { "data-turned": claim },
    h("h3", {}, row(claim)),
    h("p", {}, h("strong", {}, `Against it since ${year}: `), ...designed(data, by, [claim])),
    h("p", { class: "weighed" }, ...small(masses)),
    h("p", {}, h("strong", {}, "Repeated since by "), ...years),
    through.length > 0 && h("div", { class: "through" }, h("p", {}, "who say"), ...through.map(row)),
    undated.length > 0 && h("p", { class: "muted" }, `${counted(undated.length, "more source", "more sources")} without a year.`),
  );
}
