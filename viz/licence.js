/**
 * How strongly a claim, or a chain of them, may be worded, and the studies that this rests on.
 *
 * @typedef {import("./data.js").Data} Data
 */

import { h } from "./dom.js";
import { sourceLink } from "./mentions.js";

/** From the weakest to the strongest. */
const LEVELS = ["said", "associated", "predicts", "changes", "plain"];

/** @param {Data} data @param {string[]} claims @returns {string} what a chain of claims lets one say of its ends: no more than its weakest step; "" where nothing is weighed */
export function licensedBy(data, claims) {
  if (!claims.length || !claims.every((id) => data.evidenceOf(id))) return "";
  const levels = claims.map((id) => LEVELS.indexOf(data.evidenceOf(id)?.licence?.[0] ?? "said"));
  return data.word("licence", LEVELS[Math.min(...levels)]);
}

/** @param {Data} data @param {string} id @returns {HTMLElement | null} nothing of what is not about what brings about what, and unstudied */
export function licence(data, id) {
  const [level, enough, ...studies] = data.evidenceOf(id)?.licence ?? [];
  if (!level) return null;
  const lead = h("strong", {}, "What may be said: ");
  if (enough === undefined) return h("p", { class: "licence", "data-licence": level }, lead, `${data.word("licence", level)}. No study of it was found.`);
  const named = studies.flatMap((source, place) => [place ? "; " : "", sourceLink(data, source)]);
  if (level === "said") return h("p", { class: "licence", "data-licence": level }, lead, `${data.word("licence", level)}. No study bears it out`, ...(named.length ? ["; against it: ", ...named] : []), ".");
  const less = enough ? "" : " and no more, which is less than the claim says";
  return h("p", { class: "licence", "data-licence": level }, lead, `${data.word("licence", level)}${less}`, ...(named.length ? [" (", ...named, ")"] : []), ".");
}
