/**
 * Findings with their places in the text as it is now: they move with it, and go when their own words change.
 *
 * @typedef {import("./asking.js").Finding} Finding
 * @typedef {import("./asking.js").Over} Over
 * @typedef {{ key: string, finding: Finding, start: number, end: number, over: { start: number, end: number, over: Over }[] }} Marked
 */

import { editOf, shiftOf, unitsOf } from "./ranges.js";
import { lookOf, rankOf } from "./words.js";

/** @param {Finding[]} findings @param {string} text that they are about @returns {Marked[]} in the order of the text */
export function markedIn(findings, text) {
  const unit = unitsOf(text);
  /** @type {Map<string, number>} */
  const seen = new Map();
  const marked = findings.map((finding) => {
    const name = nameOf(finding);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    const over = finding.over.map((one) => ({ start: unit(one.start), end: unit(one.end), over: one }));
    return { key: `f${digest(name)}-${count}`, finding, start: unit(finding.offsets.start), end: unit(finding.offsets.end), over };
  });
  return marked.sort((one, other) => one.start - other.start || rankOf(one.finding.verdict) - rankOf(other.finding.verdict));
}

/** @param {Marked[]} marked @param {string} old the text they are in @param {string} text the text as it is now @returns {Marked[]} what is still there */
export function carried(marked, old, text) {
  const edit = editOf(old, text);
  if (!edit) return marked;
  return marked.flatMap((one) => {
    const shift = shiftOf(one, edit);
    if (shift === null) return [];
    if (shift === 0) return [one];
    return [{ ...one, start: one.start + shift, end: one.end + shift, over: one.over.map((part) => ({ ...part, start: part.start + shift, end: part.end + shift })) }];
  });
}

/** @param {Marked[]} marked @param {"text" | "worst"} order @returns {Marked[]} */
export function ordered(marked, order) {
  if (order === "text") return marked;
  return [...marked].sort((one, other) => rankOf(one.finding.verdict) - rankOf(other.finding.verdict) || one.start - other.start);
}

/** @param {Marked[]} marked @param {Set<string>} hidden verdicts @returns {Marked[]} */
export function shownOf(marked, hidden) {
  return marked.filter(({ finding }) => !hidden.has(lookOf(finding.verdict).id));
}

/** @param {Finding} finding @returns {string} the same for the same finding in another place of the text */
function nameOf({ rule, claim, stated, text }) {
  return [rule, claim?.id ?? "", stated?.subject ?? claim?.subject ?? "", stated?.object ?? claim?.object ?? "", text].join("\n");
}

/** @param {string} text @returns {string} short, and without signs, so that it can be a key (FNV-1a) */
function digest(text) {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash.toString(36);
}
