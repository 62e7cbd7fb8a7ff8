/** RDF terms for people: short, safe to look at, and linked where a link is safe. */

import { h } from "../dom.js";

/**
 * A term as SPARQL's JSON results have it.
 * @typedef {{ type: string, value: any, datatype?: string, "xml:lang"?: string }} Term
 * @typedef {(iri: string) => string} Shorten
 */

/** The namespace of our identifiers; each has a page at /id/… of this server. */
export const ID = "https://w3id.org/kneegraph/id/";
const OURS = "https://w3id.org/kneegraph/";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(["integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"].map((name) => XSD + name));

// Characters that hide or reorder others, save line ends, tabs and those that scripts need to join letters.
const HIDDEN = /(?![\n\t\u00ad\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** @param {string} text @returns {string} with control, bidirectional and zero-width characters written out, as ⟦U+202E⟧ */
export function visible(text) {
  return text.replace(HIDDEN, (one) => `⟦U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟧`);
}

/** @param {Record<string, string>} prefixes @returns {Shorten} */
export function shortener(prefixes) {
  const spaces = Object.entries(prefixes).sort(([, one], [, other]) => other.length - one.length);
  return (iri) => {
    if (iri.startsWith(ID)) return iri.slice(ID.length);
    const found = spaces.find(([, space]) => iri.startsWith(space) && /^[\p{L}\p{N}_-][\p{L}\p{N}_.-]*$/u.test(iri.slice(space.length)));
    return found ? `${found[0]}:${iri.slice(found[1].length)}` : iri;
  };
}

/** @param {Term | undefined} term @returns {number | null} */
export function numberOf(term) {
  if (!term?.datatype || !NUMBERS.has(term.datatype)) return null;
  const value = Number(term.value);
  return Number.isNaN(value) ? null : value;
}

/** @param {Term | undefined} term @param {Shorten} shorten @returns {string} the term as one line of text */
export function textOf(term, shorten) {
  if (!term) return "";
  if (term.type === "uri") return visible(shorten(term.value));
  if (term.type === "bnode") return `_:${visible(term.value)}`;
  if (term.type === "triple") return `<< ${[term.value.subject, term.value.predicate, term.value.object].map((one) => textOf(one, shorten)).join(" ")} >>`;
  return visible(String(term.value));
}

/** @param {Term | undefined} term @param {Shorten} shorten @returns {HTMLElement} the term in a cell: only ever text, or a checked link */
export function drawn(term, shorten) {
  const text = textOf(term, shorten);
  if (!term) return h("span", { class: "unbound" }, h("span", { class: "unseen" }, "not bound"));
  if (term.type === "uri") return linkTo(term.value, text);
  const language = term["xml:lang"];
  const told = language ? `language: ${language}` : term.datatype ? `datatype: ${shorten(term.datatype)}` : "";
  const kind = term.type === "literal" ? (numberOf(term) === null ? "text" : "number") : term.type;
  return h("bdi", { class: kind, dir: "auto", title: told ? visible(told) : null, lang: language ?? null }, text);
}

/** @param {string} iri @param {string} text @returns {HTMLElement} */
function linkTo(iri, text) {
  const title = visible(iri);
  if (iri.startsWith(ID)) {
    const own = new URL(`id/${iri.slice(ID.length).split("/").map(encodeURIComponent).join("/")}`, document.baseURI);
    return h("a", { class: "own", href: own.href, title, dir: "auto" }, text);
  }
  const host = hostOf(iri);
  if (!host) return h("bdi", { class: "iri", title }, text);
  const link = h("a", { href: iri, rel: "noopener noreferrer", target: "_blank", title, dir: "auto" }, text);
  return text.includes(host) || iri.startsWith(OURS) ? link : h("span", {}, link, " ", h("small", { class: "host" }, visible(host)));
}

/** @param {string} iri @returns {string} the host of an http(s) address as the browser would go there; nothing for any other */
function hostOf(iri) {
  if (!/^https?:\/\//i.test(iri)) return "";
  try {
    return new URL(iri).host;
  } catch {
    return "";
  }
}
