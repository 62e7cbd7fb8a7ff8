/**
 * What a text finds: concepts by any of their labels, sources by title, author or identifier, claims by their words.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {"concept" | "source" | "claim"} Sort
 * @typedef {{ sort: Sort, id: string, text: string, label: string, claims: number, own: boolean, more?: string }} Entry
 * `more`: other words for the same, of which every word asked for may begin one
 */

const MOST = 8;
const MOST_CLAIMS = 4;
/** Below this, the likeness of two words is chance. */
const ALIKE = 0.45;

/** @param {string} text @returns {string} without case, accents and punctuation */
export function plain(text) {
  const bare = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return bare.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** @param {Data} data @returns {Entry[]} every name, with what it stands for */
export function entriesOf(data) {
  const concepts = [...data.concepts].flatMap(([id, { label, others }]) =>
    [label, ...others].map((name, place) => entry("concept", id, name, data.claimsOf(id).length, place === 0)),
  );
  const sources = [...data.sources].flatMap(([id, { title, byline }]) =>
    [title, byline, id].filter(Boolean).map((name, place) => entry("source", id, name, data.claimsFrom(id).length, place === 0)),
  );
  const names = (/** @type {string} */ id) => [data.label(id), ...(data.concepts.get(id)?.others ?? [])];
  const claims = [...data.claims].map(([id, claim]) => ({
    ...entry("claim", id, claim.label, 1, true),
    more: plain([claim.label, ...names(claim.subject), ...names(claim.object)].join(" ")),
  }));
  return [...concepts, ...sources, ...claims];
}

/** @param {Sort} sort @param {string} id @param {string} label @param {number} claims @param {boolean} own @returns {Entry} */
function entry(sort, id, label, claims, own) {
  return { sort, id, text: plain(label), label, claims, own };
}

/** @param {Entry[]} entries @param {string} asked @returns {Entry[]} the best name of each thing that fits, best first, claims last */
export function complete(entries, asked) {
  const wanted = plain(asked);
  if (!wanted) return [];
  const ranked = entries
    .map((one) => ({ entry: one, rank: Math.max(fit(one.text, wanted), one.more && begins(one.more, wanted) ? 1 : 0) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || Number(b.entry.own) - Number(a.entry.own) || b.entry.claims - a.entry.claims || a.entry.label.localeCompare(b.entry.label, "en"));
  const found = once(ranked.map(({ entry }) => entry));
  const claims = found.filter(({ sort }) => sort === "claim");
  return [...found.filter(({ sort }) => sort !== "claim").slice(0, MOST), ...claims.slice(0, MOST_CLAIMS)];
}

/** @param {Entry[]} entries @param {string} asked @returns {Entry[]} up to three concepts or sources whose name is like a text that fits none */
export function nearest(entries, asked) {
  const wanted = plain(asked).split(" ").map(pairsOf);
  const likeness = (/** @type {string} */ text) => {
    const words = text.split(" ").map(pairsOf);
    return wanted.reduce((sum, pairs) => sum + Math.max(...words.map((word) => overlap(pairs, word))), 0) / wanted.length;
  };
  const ranked = entries
    .filter(({ sort }) => sort !== "claim")
    .map((one) => ({ entry: one, rank: likeness(one.text) }))
    .filter(({ rank }) => rank >= ALIKE)
    .sort((a, b) => b.rank - a.rank || a.entry.text.length - b.entry.text.length || a.entry.label.localeCompare(b.entry.label, "en"));
  return once(ranked.map(({ entry }) => entry)).slice(0, 3);
}

/** @param {Entry[]} entries @returns {Entry[]} the first of each thing */
function once(entries) {
  return [...new Map([...entries].reverse().map((one) => [`${one.sort} ${one.id}`, one])).values()].reverse().sort((a, b) => entries.indexOf(a) - entries.indexOf(b));
}

/** @param {string} text @param {string} wanted @returns {number} 4 the same, 3 begins so, 2 every word begins one, 1 inside, 0 no */
function fit(text, wanted) {
  if (text === wanted) return 4;
  if (text.startsWith(wanted)) return 3;
  if (begins(text, wanted)) return 2;
  return text.includes(wanted) ? 1 : 0;
}

/** @param {string} text @param {string} wanted @returns {boolean} whether every word of it begins a word of the text */
function begins(text, wanted) {
  const words = text.split(" ");
  return wanted.split(" ").every((part) => words.some((word) => word.startsWith(part)));
}

/** @param {string} text @returns {Set<string>} */
function pairsOf(text) {
  return new Set([...text].slice(1).map((letter, index) => text[index] + letter));
}

/** @param {Set<string>} a @param {Set<string>} b @returns {number} */
function overlap(a, b) {
  const shared = [...a].filter((pair) => b.has(pair)).length;
  return (2 * shared) / Math.max(a.size + b.size, 1);
}
