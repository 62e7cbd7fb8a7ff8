/** What of an answer can be drawn as a graph: nodes, and lines between them. No drawing here. */

import { ID, textOf } from "./terms.js";

/**
 * @typedef {import("./terms.js").Term} Term
 * @typedef {{ from: string, to: string, label: string }} Line
 * @typedef {{ nodes: Map<string, string>, lines: Line[], cut: number, left: number, why: string }} Links
 *   node identifiers with their labels; how many nodes were cut off; how many values no node could show; why there is nothing
 */

export const MOST_NODES = 150;
const LABELS = ["http://www.w3.org/2004/02/skos/core#prefLabel", "http://www.w3.org/2000/01/rdf-schema#label"];
const CLAIM = `${ID}claim/`;

/**
 * @param {import("./answer.js").Answer} answer @param {import("./terms.js").Shorten} shorten
 * @param {import("./completion.js").Vocabulary} vocabulary
 * @returns {Links}
 */
export function linksOf(answer, shorten, vocabulary) {
  if (answer.kind === "yes-no") return nothing("A yes or no has no graph.");
  if (answer.kind === "triples") return triples(answer.rows, shorten, labelsOf(vocabulary));
  const { variables, rows } = answer;
  const addressed = variables.filter((name) => rows.some((row) => row[name]) && rows.every((row) => !row[name] || row[name].type !== "literal"));
  const labels = labelsOf(vocabulary, rows, variables);
  const claims = addressed.find((name) => rows.every((row) => !row[name] || endsOf(row[name].value, labels)));
  if (claims) return collected(rows.flatMap((row) => endsOf(row[claims]?.value, labels) ?? []), labels, shorten, 0);
  if (addressed.length === 2 || addressed.length === 3) return collected(rows.flatMap((row) => linesOf(addressed, row, shorten)), labels, shorten, 0);
  return nothing(
    `A graph needs triples (CONSTRUCT), a column of claims, or rows with two or three columns of addresses; these have ${addressed.length || "none"}.`,
  );
}

/** @param {string} why @returns {Links} */
function nothing(why) {
  return { nodes: new Map(), lines: [], cut: 0, left: 0, why };
}

/**
 * Labels by address: the concepts', and those that rows bring along as ?xLabel beside ?x.
 * @param {import("./completion.js").Vocabulary} vocabulary @param {Record<string, Term>[]} [rows] @param {string[]} [variables]
 */
function labelsOf(vocabulary, rows = [], variables = []) {
  const labels = new Map(vocabulary.concepts.map(({ iri, label }) => [iri, label]));
  for (const name of variables.filter((one) => variables.includes(`${one}Label`))) {
    for (const row of rows) if (row[name] && row[`${name}Label`]) labels.set(row[name].value, String(row[`${name}Label`].value));
  }
  return labels;
}

/** @param {string | undefined} iri @param {Map<string, string>} labels @returns {Line[] | null} a claim's identifier names its concepts and its relation */
function endsOf(iri, labels) {
  if (!iri?.startsWith(CLAIM)) return null;
  const [subject, relation, object] = iri.slice(CLAIM.length).split(".");
  const [from, to] = [`${ID}concept/${subject}`, `${ID}concept/${object}`];
  return labels.has(from) && labels.has(to) ? [{ from, to, label: relation }] : null;
}

/** @param {string[]} names @param {Record<string, Term>} row @param {import("./terms.js").Shorten} shorten @returns {Line[]} */
function linesOf(names, row, shorten) {
  const [first, middle, last] = names.map((name) => row[name]);
  const line = (/** @type {Term | undefined} */ from, /** @type {Term | undefined} */ to, label = "") => (from && to ? [{ from: keyOf(from), to: keyOf(to), label }] : []);
  if (names.length === 2) return line(first, middle);
  if (middle && !middle.value.startsWith(ID)) return line(first, last, textOf(middle, shorten));
  return [...line(first, middle), ...line(middle, last)];
}

/** @param {Record<string, Term>[]} rows @param {import("./terms.js").Shorten} shorten @param {Map<string, string>} labels @returns {Links} */
function triples(rows, shorten, labels) {
  const [named, others] = [rows.filter(({ predicate }) => LABELS.includes(predicate.value)), rows.filter(({ predicate }) => !LABELS.includes(predicate.value))];
  named.forEach(({ subject, object }) => labels.set(keyOf(subject), String(object.value)));
  const drawable = others.filter(({ object }) => object.type !== "literal");
  const lines = drawable.map(({ subject, predicate, object }) => ({ from: keyOf(subject), to: keyOf(object), label: textOf(predicate, shorten) }));
  const links = collected(lines, labels, shorten, others.length - drawable.length);
  return lines.length ? links : { ...links, why: "These triples hold texts and numbers only: nothing links two things." };
}

/** @param {Line[]} lines @param {Map<string, string>} labels @param {import("./terms.js").Shorten} shorten @param {number} left @returns {Links} */
function collected(lines, labels, shorten, left) {
  const all = new Set(lines.flatMap(({ from, to }) => [from, to]));
  const kept = new Set([...all].slice(0, MOST_NODES));
  const named = (/** @type {string} */ key) => textOf({ type: "literal", value: labels.get(key) ?? shorten(key) }, shorten);
  const distinct = new Map(lines.filter(({ from, to }) => kept.has(from) && kept.has(to)).map((line) => [JSON.stringify(line), line]));
  return { nodes: new Map([...kept].map((key) => [key, named(key)])), lines: [...distinct.values()], cut: all.size - kept.size, left, why: "" };
}

/** @param {Term} term @returns {string} */
function keyOf(term) {
  return term.type === "bnode" ? `_:${term.value}` : String(term.value);
}
