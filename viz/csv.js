/**
 * The claims shown as a table for spreadsheets (RFC 4180, with the mark that tells Excel it is UTF-8).
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Claim} Claim
 * @typedef {import("./data.js").Stance} Stance
 */

import { iri, termIri } from "./iri.js";

const STANCES = /** @type {Stance[]} */ (["supports", "disputes", "qualifies", "reports"]);
const PASSIVE = { supports: "supported by", disputes: "disputed by", qualifies: "qualified by", reports: "reported by" };
/** What a spreadsheet takes for the beginning of a formula; the wide forms count too. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** @param {Data} data @param {Iterable<string>} claims @returns {string} */
export function toCsv(data, claims) {
  const tiers = [...new Set([...data.sources.values()].map(({ tier }) => tier))].sort();
  const known = [...claims].flatMap((id) => /** @type {[string, Claim][]} */ (data.claims.has(id) ? [[id, data.claims.get(id)]] : []));
  const rows = [headOf(tiers), ...known.map(([id, claim]) => rowOf(data, id, claim, tiers))];
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** @param {string[]} tiers @returns {string[]} */
function headOf(tiers) {
  return [
    ...["subject", "relation", "object", "outcome", "standing"],
    ...STANCES,
    ...tiers.flatMap((tier) => STANCES.map((stance) => `${stance} (${tier})`)),
    ...STANCES.map((stance) => PASSIVE[stance]),
    ...["sentence", "claim", "subject address", "relation address", "object address", "outcome address"],
    ...STANCES.map((stance) => `${PASSIVE[stance]}: addresses`),
    ...["independent sources", "mass of support", "mass of dispute", "mass not known"],
  ];
}

/** @param {Data} data @param {string} id @param {Claim} claim @param {string[]} tiers @returns {(string | number)[]} */
function rowOf(data, id, claim, tiers) {
  const by = STANCES.map((stance) => [...new Set(claim.assertions.filter((one) => one.stance === stance).map((one) => one.source))]);
  const weighed = data.evidenceOf(id);
  const concept = (/** @type {string | undefined} */ one) => (one ? iri("concept", one) : "");
  return [
    ...[data.label(claim.subject), data.content.relations[claim.relation]?.label ?? claim.relation, data.label(claim.object)],
    ...[claim.outcome ? data.label(claim.outcome) : "", claim.standing ?? ""],
    ...STANCES.map((stance) => claim.tally[stance]),
    ...tiers.flatMap((tier) => STANCES.map((stance) => claim.tiers[tier]?.[stance] ?? 0)),
    ...by.map((sources) => sources.map((one) => data.nameOf(one)).join("; ")),
    ...[claim.label, iri("claim", id), concept(claim.subject), termIri(claim.relation), concept(claim.object), concept(claim.outcome)],
    ...by.map((sources) => sources.map((one) => iri("source", one)).join(" ")),
    ...(weighed ? [weighed.independent, ...weighed.masses.map((mass) => mass / 1000)] : ["", "", "", ""]),
  ];
}

/** @param {string | number} value @returns {string} every text in quotation marks, so that no other separator splits it */
function cell(value) {
  if (typeof value === "number") return String(value);
  const harmless = FORMULA.test(value) ? `'${value}` : value;
  return `"${harmless.replaceAll('"', '""')}"`;
}
