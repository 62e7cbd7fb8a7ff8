/**
 * Claims with all that hangs on them as Turtle, in the vocabulary of the data files: kneegraph loads it again by itself.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Claim} Claim
 * @typedef {import("./data.js").Assertion} Assertion
 * @typedef {[string, string | string[]][]} Said predicate and objects, already written as Turtle; without objects, left out
 */

import { iri, termIri } from "./iri.js";

const PREFIXES = {
  kg: "https://w3id.org/kneegraph/ns#",
  dcterms: "http://purl.org/dc/terms/",
  oa: "http://www.w3.org/ns/oa#",
  owl: "http://www.w3.org/2002/07/owl#",
  prov: "http://www.w3.org/ns/prov#",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  schema: "https://schema.org/",
  skos: "http://www.w3.org/2004/02/skos/core#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
};
/** @type {Record<string, string>} */
const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
/** What could be hidden in a text, or take it out of its line, is written by number. */
const ESCAPED = /["\\\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
/** Addresses that every reader of RDF takes. */
const PLAIN = /^https?:\/\/(?:[^\u0000-\u0020\u007f-\u009f<>"{}|^`\\[\]%\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|%[0-9a-f]{2})+$/i;

/** @param {Data} data @param {Iterable<string>} claims @param {string} [note] said in a comment above @returns {string} */
export function toTurtle(data, claims, note = "") {
  const shown = [...claims].filter((id) => data.claims.has(id)).sort();
  const found = /** @type {Claim[]} */ (shown.map((id) => data.claims.get(id)));
  const said = found.flatMap((claim) => claim.assertions);
  const sources = withDepended(data, said.map((one) => one.source));
  const relations = [...new Set(found.map((claim) => claim.relation))].sort();
  const blocks = [
    ...relations.map((id) => relation(data, id)),
    ...mentioned(data, found).map((id) => concept(data, id)),
    ...sources.map((id) => source(data, id)),
    ...found.map((claim, index) => statement(shown[index], claim)),
    ...found.flatMap((claim, index) => claim.assertions.map((one) => assertion(data, shown[index], one))),
  ];
  const comment = note.split(/[\r\n\u2028\u2029]+/).filter(Boolean).map((line) => `# ${line}\n`).join("");
  const head = Object.entries(PREFIXES).map(([prefix, space]) => `@prefix ${prefix}: <${space}> .\n`).join("");
  return `${comment}${head}${blocks.map((block) => `\n${block}\n`).join("")}`;
}

/** @param {Data} data @param {string[]} sources @returns {string[]} them, and those they are noted to depend on */
function withDepended(data, sources) {
  const found = new Set(sources);
  for (const id of found) for (const [other] of data.content.record?.sources[id]?.depends ?? []) found.add(other); // a set goes on to what is added
  return [...found].filter((id) => data.sources.has(id)).sort();
}

/** @param {Data} data @param {Claim[]} claims @returns {string[]} every concept they mention, and those these are described by */
function mentioned(data, claims) {
  const found = new Set(claims.flatMap(({ subject, object, outcome, assertions }) => [
    ...[subject, object, outcome ?? ""],
    ...assertions.flatMap((one) => [...(one.scope ?? []), ...(one.because ?? []).map(({ reason }) => reason ?? "")]),
  ]));
  found.delete("");
  for (const id of found) {
    const { broader = [], stateOf, oppositeOf } = data.concepts.get(id) ?? {};
    const { related = [] } = data.content.record?.concepts[id] ?? {};
    for (const other of [...broader, ...related, stateOf, oppositeOf]) if (other) found.add(other); // a set goes on to what is added
  }
  return [...found].filter((id) => data.concepts.has(id)).sort();
}

/** @param {Data} data @param {string} id @returns {string} */
function relation(data, id) {
  const { label = id, inverse = id } = data.content.relations[id] ?? {};
  const kept = data.content.record?.relations[id] ?? {};
  return block(termIri(id), [
    ["a", ["kg:Relation", "rdf:Property", ...(kept.symmetric ? ["owl:SymmetricProperty"] : [])]],
    ["rdfs:label", english(label)],
    ["skos:altLabel", (kept.others ?? []).map(english)],
    ["kg:inverseLabel", english(inverse)],
    ["kg:family", kept.family ? link(termIri(kept.family)) : []],
    ["kg:sign", kept.sign ? String(kept.sign) : []],
    ["kg:chainable", kept.chainable ? "true" : []],
    ["kg:comparative", kept.comparative ? "true" : []],
    ["rdfs:comment", kept.definition ? english(kept.definition) : []],
  ]);
}

/** @param {Data} data @param {string} id @returns {string} */
function concept(data, id) {
  const found = /** @type {import("./data.js").Concept} */ (data.concepts.get(id));
  const { sign, related = [], matches = [] } = data.content.record?.concepts[id] ?? {};
  return block(iri("concept", id), [
    ["a", [link(termIri(found.kind)), "skos:Concept"]],
    ["skos:prefLabel", english(found.label)],
    ["skos:altLabel", found.others.map(english)],
    ["skos:definition", found.definition ? english(found.definition) : []],
    ["kg:stateOf", found.stateOf ? concepts([found.stateOf]) : []],
    ["kg:oppositeOf", found.oppositeOf ? concepts([found.oppositeOf]) : []],
    ["kg:sign", sign ? String(sign) : []],
    ["skos:broader", concepts(found.broader ?? [])],
    ["skos:related", concepts(related)],
    ["skos:exactMatch", matches.filter((one) => PLAIN.test(one)).map(link)],
    ["skos:inScheme", "<https://w3id.org/kneegraph/id/scheme>"],
  ]);
}

/** @param {Data} data @param {string} id @returns {string} */
function source(data, id) {
  const found = data.sources.get(id);
  const kept = data.content.record?.sources[id] ?? {};
  const datatype = { 4: "gYear", 7: "gYearMonth" }[kept.issued?.length ?? 0] ?? "date";
  return block(iri("source", id), [
    ["a", ["kg:Source", "schema:Article", "prov:Entity"]],
    ["dcterms:title", plain(found?.title ?? id)],
    ["dcterms:creator", kept.creator ? plain(kept.creator) : []],
    ["dcterms:issued", kept.issued ? `${plain(kept.issued)}^^xsd:${datatype}` : []],
    ["dcterms:publisher", kept.publisher ? plain(kept.publisher) : []],
    ["schema:url", found?.url && PLAIN.test(found.url) ? link(found.url) : []],
    ["kg:tier", link(termIri(found?.tier ?? "popular"))],
    ["kg:kind", link(termIri(kept.kind ?? "blogPost"))],
    ["kg:collection", link(iri("collection", found?.collection ?? "core"))],
    ["kg:sha256", kept.sha256 ? plain(kept.sha256) : []],
    ["kg:length", kept.length ? String(kept.length) : []],
    ["kg:seen", found?.seen ? plain(found.seen) : []],
    ["schema:sameAs", (found?.same ?? []).filter((one) => PLAIN.test(one)).map(link)],
    ["kg:readings", found?.readings ? String(found.readings) : []],
    ["kg:dependsOn", (kept.depends ?? []).filter(([other]) => data.sources.has(other)).map(dependence)],
  ]);
}

/** @param {string} id @param {Claim} claim @returns {string} */
function statement(id, { subject, relation, object, outcome, label }) {
  return block(iri("claim", id), [
    ["a", ["kg:Claim", "rdf:Statement"]],
    ["rdf:subject", concepts([subject])],
    ["rdf:predicate", link(termIri(relation))],
    ["rdf:object", concepts([object])],
    ["kg:outcome", concepts(outcome ? [outcome] : [])],
    ["rdfs:label", english(label)],
  ]);
}

/** @param {Data} data @param {string} claim @param {Assertion} one @returns {string} */
function assertion(data, claim, one) {
  const passages = data.content.record?.passages[one.id] ?? [];
  return block(iri("assertion", one.id), [
    ["a", ["kg:Assertion", "prov:Entity"]],
    ["kg:claim", link(iri("claim", claim))],
    ["kg:stance", link(termIri(one.stance))],
    ["kg:source", link(iri("source", one.source))],
    ["kg:certainty", link(termIri(one.certainty))],
    ["kg:basis", link(termIri(one.basis))],
    ["kg:design", one.design ? link(termIri(one.design)) : []],
    ["kg:effect", one.effect ? plain(one.effect) : []],
    ["kg:estimate", (data.content.record?.estimates?.[one.id] ?? []).map(estimate)],
    ["kg:sampleSize", one.n ? String(one.n) : []],
    ["kg:population", one.population ? english(one.population) : []],
    ["kg:task", one.task ? english(one.task) : []],
    ["kg:measured", one.measured ? english(one.measured) : []],
    ["kg:finding", one.finding ? link(termIri(one.finding)) : []],
    ["kg:unconfirmed", one.unconfirmed ? "true" : []],
    ["kg:attributedTo", (one.by ?? []).map(plain)],
    ["kg:qualification", (one.because ?? []).map(qualification)],
    ["kg:scope", concepts(one.scope ?? [])],
    ["kg:paraphrase", english(one.paraphrase)],
    ["oa:hasSelector", passages.map(passage)],
    ["prov:wasDerivedFrom", link(iri("source", one.source))],
  ]);
}

/** @param {import("./data.js").Qualification} why @returns {string} */
function qualification({ aspect, comment, reason }) {
  const because = reason ? ` ; kg:reason ${concepts([reason])}` : "";
  return `[ kg:aspect ${link(termIri(aspect))}${because} ; rdfs:comment ${english(comment)} ]`;
}

/** @param {[string, string | null, string | null, string | null]} estimate @returns {string} its numbers as the data write them */
function estimate([measure, ...amounts]) {
  const told = ["value", "low", "high"].flatMap((name, place) => (amounts[place] === null ? [] : [` ; kg:${name} ${plain(amounts[place])}^^xsd:decimal`]));
  return `[ kg:measure ${plain(measure)}${told.join("")} ]`;
}

/** @param {[string, string, string?]} depends @returns {string} */
function dependence([other, kind, comment]) {
  return `[ kg:source ${link(iri("source", other))} ; kg:dependence ${link(termIri(kind))}${comment ? ` ; rdfs:comment ${english(comment)}` : ""} ]`;
}

/** @param {[number, number, string, string?]} passage @returns {string} */
function passage([start, end, sha256, fragment]) {
  const words = fragment ? ` ; kg:fragment ${plain(fragment)}` : "";
  return `[ a oa:TextPositionSelector ; oa:start ${start} ; oa:end ${end}${words} ; kg:sha256 ${plain(sha256)} ]`;
}

/** @param {string} subject @param {Said} said @returns {string} */
function block(subject, said) {
  const told = said.filter(([, objects]) => objects.length);
  return `${link(subject)} ${told.map(([predicate, objects]) => `${predicate} ${[objects].flat().join(", ")}`).join(" ;\n    ")} .`;
}

/** @param {string[]} ids @returns {string[]} */
function concepts(ids) {
  return ids.map((id) => link(iri("concept", id)));
}

/** @param {string} address @returns {string} in its shortest form */
function link(address) {
  const local = address.startsWith(PREFIXES.kg) ? address.slice(PREFIXES.kg.length) : "";
  return /^[A-Za-z_][\w-]*$/.test(local) ? `kg:${local}` : `<${address}>`;
}

/** @param {string} text @returns {string} */
function plain(text) {
  return `"${text.replace(ESCAPED, (found) => ESCAPES[found] ?? `\\u${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`)}"`;
}

/** @param {string} text @returns {string} */
function english(text) {
  return `${plain(text)}@en`;
}
