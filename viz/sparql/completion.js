/** What may stand at the cursor: our terms, views, prefixes, the query's variables, and concepts by any of their labels. */

import { declared, tokens } from "./tokens.js";
import { WELL_KNOWN } from "./prefixes.js";

/**
 * @typedef {{ name: string, iri: string, label: string, comment?: string, sort: string }} Word
 * @typedef {{ id: string, iri: string, label: string, other_labels: string[], kind: string }} Concept
 * @typedef {{ prefixes: Record<string, string>, terms: Word[], concepts: Concept[] }} Vocabulary
 * @typedef {{ text: string, shown: string, note: string }} Proposal
 * @typedef {{ start: number, end: number, items: Proposal[] }} Proposals
 */

const MOST = 40;
const KEYWORDS =
  "select ask construct describe where from named distinct reduced filter optional union minus graph bind values order group by limit offset having exists not prefix base asc desc count sum avg min max sample undef service str lang datatype bound coalesce regex replace contains strstarts strends strafter strbefore strlen concat lcase ucase true false".split(
    " ",
  );

/**
 * @param {string} text the query @param {number} offset the cursor @param {Vocabulary} vocabulary
 * @param {boolean} asked whether the writer asked (Ctrl+Space); unasked, only what cannot be meant otherwise
 * @returns {Proposals | null} nothing in comments, in strings, and where nothing fits
 */
export function complete(text, offset, vocabulary, asked) {
  const here = tokens(text).filter((token) => token.start < offset);
  const last = here.at(-1);
  if (last && offset <= last.end && ["comment", "string", "number"].includes(last.sort)) return null;
  const begin = text.lastIndexOf("\n", offset - 1) + 1;
  if (here.some((token) => token.start >= begin && /^["']$/.test(token.text))) return null; // in a string that is being written
  const line = text.slice(begin, offset);
  const end = offset + (/^[\p{L}\p{N}_-]*/u.exec(text.slice(offset))?.[0].length ?? 0);
  const found = (/** @type {string} */ typed, /** @type {Proposal[]} */ items) => {
    const complete_ = items.some((item) => item.text === typed);
    return items.length && (asked || !complete_) ? { start: offset - typed.length, end, items: items.slice(0, MOST) } : null;
  };
  const prefix = /\bPREFIX\s+([\p{L}\p{N}_-]*:?)$/iu.exec(line);
  if (prefix) return found(prefix[1], prefixLines(prefix[1], text, vocabulary));
  const variable = /[?$]([\p{L}\p{N}_]*)$/u.exec(line);
  if (variable) return asked ? found(variable[0], variables(text, offset, variable[0])) : null;
  const iri = /<([^<>\s"]*)$/.exec(line);
  if (iri) return found(iri[0], conceptsByIri(iri[1], vocabulary)) ?? null;
  const name = /(?<![\p{L}\p{N}_])([\p{L}][\p{L}\p{N}_-]*):([\p{L}\p{N}_-]*)$/u.exec(line);
  if (name) return found(name[0], termsNamed(name[0], vocabulary));
  return byWords(line, vocabulary, asked, found);
}

/**
 * The words before the cursor as a label: the longest run of them that something is called.
 * @param {string} line @param {Vocabulary} vocabulary @param {boolean} asked
 * @param {(typed: string, items: Proposal[]) => Proposals | null} found
 */
function byWords(line, vocabulary, asked, found) {
  const words = /(?<![?$:<#@\p{L}\p{N}_])[\p{L}][\p{L}\p{N}'-]*(?: [\p{L}][\p{L}\p{N}'-]*){0,4}$/u.exec(line)?.[0] ?? "";
  if (!words) return asked ? found("", [...termsNamed("kg:", vocabulary)]) : null;
  const parts = words.split(" ");
  for (let from = 0; from < parts.length; from += 1) {
    const typed = parts.slice(from).join(" ");
    const lone = from === parts.length - 1;
    if (!asked && (typed.length < 3 || (lone && KEYWORDS.some((keyword) => keyword.startsWith(typed.toLowerCase()))))) continue;
    if (!lone && KEYWORDS.includes(parts[from].toLowerCase())) continue;
    const items = [...conceptsByLabel(typed, vocabulary), ...termsByLabel(typed, vocabulary)];
    if (items.length) return found(typed, items);
  }
  return null;
}

/** @param {string} typed @param {string} text @param {Vocabulary} vocabulary @returns {Proposal[]} */
function prefixLines(typed, text, vocabulary) {
  const known = { ...WELL_KNOWN, ...vocabulary.prefixes };
  const already = declared(text);
  return Object.keys(known)
    .filter((name) => `${name}:`.startsWith(typed) && !already.has(name))
    .sort((one, other) => Number(other in vocabulary.prefixes) - Number(one in vocabulary.prefixes) || one.localeCompare(other))
    .map((name) => ({ text: `${name}: <${known[name]}>`, shown: `${name}:`, note: known[name] }));
}

/** @param {string} text @param {number} offset @param {string} typed @returns {Proposal[]} */
function variables(text, offset, typed) {
  const others = tokens(text).filter((token) => token.sort === "variable" && !(token.start < offset && offset <= token.end));
  const names = [...new Set(others.map((token) => token.text))].filter((name) => name.startsWith(typed));
  return names.sort().map((name) => ({ text: name, shown: name, note: "variable" }));
}

/** @param {string} typed such as `kg:ca` @param {Vocabulary} vocabulary @returns {Proposal[]} */
function termsNamed(typed, vocabulary) {
  const [prefix, local] = typed.toLowerCase().split(":");
  const own = vocabulary.terms.filter((term) => term.name.toLowerCase().startsWith(`${prefix}:`));
  const rank = (/** @type {Word} */ { name, label }) => {
    const [, rest] = name.toLowerCase().split(":");
    return rest.startsWith(local) ? 0 : rest.includes(local) || starts(label, local) ? 1 : 2;
  };
  return ranked(own, rank).map(asProposal);
}

/** @param {string} typed @param {Vocabulary} vocabulary @returns {Proposal[]} */
function termsByLabel(typed, vocabulary) {
  return ranked(vocabulary.terms, (term) => (starts(term.label, typed.toLowerCase()) ? 0 : 2)).map(asProposal);
}

/** @param {Word} term @returns {Proposal} */
function asProposal({ name, label, comment, sort }) {
  const said = comment || (label.toLowerCase() === name.split(":")[1].toLowerCase() ? "" : label);
  return { text: name, shown: name, note: said ? `${sort}: ${said}` : sort };
}

/** @param {string} typed the inside of an address so far @param {Vocabulary} vocabulary @returns {Proposal[]} */
function conceptsByIri(typed, vocabulary) {
  const word = typed.replace(/^.*\//, "").toLowerCase();
  if (!"concept/".startsWith(typed) && !typed.startsWith("concept/") && typed.includes("/")) return [];
  const all = typed.startsWith("concept/") || !"concept/".startsWith(typed) ? word : "";
  return ranked(vocabulary.concepts, ({ id }) => (id.startsWith(all) ? 0 : id.includes(all) ? 1 : 2)).map((concept) => proposed(concept, concept.label));
}

/** @param {string} typed @param {Vocabulary} vocabulary @returns {Proposal[]} */
export function conceptsByLabel(typed, vocabulary) {
  const wanted = typed.trim().toLowerCase();
  const best = (/** @type {Concept} */ { label, other_labels }) => [label, ...other_labels].find((name) => name.toLowerCase().startsWith(wanted));
  const part = (/** @type {Concept} */ { label, other_labels }) => [label, ...other_labels].find((name) => starts(name, wanted));
  const rank = (/** @type {Concept} */ concept) => (best(concept) ? 0 : part(concept) ? 1 : 2);
  return ranked(vocabulary.concepts, rank).map((concept) => proposed(concept, best(concept) ?? part(concept) ?? concept.label));
}

/** @param {Concept} concept @param {string} by the label it was found by @returns {Proposal} */
function proposed({ id, label, kind }, by) {
  const also = by === label ? "" : ` · ${label}`;
  return { text: id.includes("://") ? `<${id}>` : `<concept/${id}>`, shown: by, note: `${kind}${also}` };
}

/** @param {string} label @param {string} wanted lower case @returns {boolean} whether the label, or a word of it, begins so */
function starts(label, wanted) {
  const lower = label.toLowerCase();
  return lower.startsWith(wanted) || lower.includes(` ${wanted}`);
}

/** @template T @param {T[]} all @param {(one: T) => number} rank 2 is out @returns {T[]} */
function ranked(all, rank) {
  return all
    .map((one) => /** @type {[number, T]} */ ([rank(one), one]))
    .filter(([at]) => at < 2)
    .sort(([one], [other]) => one - other)
    .map(([, one]) => one);
}
