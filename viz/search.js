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
const NEAREST = 3;
/** Milliseconds of gathering at a stretch that nobody notices. */
const STRETCH = 12;
/** Below this, the likeness of two words is chance. */
const ALIKE = 0.45;

const WORDS = new Intl.Collator("en");

/** @param {string} text @returns {string} without case, accents and punctuation */
export function plain(text) {
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();
  const bare = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return bare.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** Every name, with what it stands for: gathered while the page is idle, or when somebody asks, for as long as that may take. */
export class Entries {
  /** @param {Data} data */
  constructor(data) {
    /** @type {Entry[]} */
    this.found = [];
    this.rest = entriesOf(data);
  }

  /** @param {number} time in milliseconds @returns {boolean} whether all are found by then */
  within(time) {
    const end = performance.now() + time;
    for (let one = this.rest.next(); !one.done; one = this.rest.next()) {
      this.found.push(one.value);
      if (performance.now() > end) return false;
    }
    return true;
  }

  /** Gathers a little whenever the page has nothing else to do. @param {() => void} done called when all are found */
  gather(done) {
    const idle = "requestIdleCallback" in window ? requestIdleCallback : (/** @type {() => void} */ act) => setTimeout(act, 50);
    idle(() => (this.within(STRETCH) ? done() : this.gather(done)));
  }
}

/** @param {Data} data @returns {Generator<Entry, void, void>} concepts, then sources, then claims */
function* entriesOf(data) {
  for (const [id, { label, others }] of data.concepts) {
    for (const [place, name] of [label, ...others].entries()) yield entry("concept", id, name, data.degree(id), place === 0);
  }
  for (const [id, { title, byline }] of data.sources) {
    for (const [place, name] of [title, byline, id].filter(Boolean).entries()) yield entry("source", id, name, data.claimsFrom(id).length, place === 0);
  }
  /** @type {Map<string, string>} */
  const names = new Map();
  const namesOf = (/** @type {string} */ id) => {
    const known = names.get(id) ?? plain([data.label(id), ...(data.concepts.get(id)?.others ?? [])].join(" "));
    names.set(id, known);
    return known;
  };
  for (const [id, claim] of data.claims) {
    const made = entry("claim", id, claim.label, 1, true);
    yield { ...made, more: `${made.text} ${namesOf(claim.subject)} ${namesOf(claim.object)}` };
  }
}

/** @param {Sort} sort @param {string} id @param {string} label @param {number} claims @param {boolean} own @returns {Entry} */
function entry(sort, id, label, claims, own) {
  return { sort, id, text: plain(label), label, claims, own };
}

/** @param {Entry[]} entries @param {string} asked @returns {Entry[]} the best name of each thing that fits, best first, claims last */
export function complete(entries, asked) {
  const wanted = plain(asked);
  if (!wanted) return [];
  const parts = wanted.split(" ");
  const [things, claims] = [new Best(MOST, byRank), new Best(MOST_CLAIMS, byRank)];
  for (const entry of entries) {
    const { text, more } = entry;
    if (!parts.every((part) => (more ?? text).includes(part))) continue; // most fail here, and this is quick
    const rank = Math.max(fit(text, wanted), more && begins(more, wanted) ? 1 : 0);
    if (rank) (entry.sort === "claim" ? claims : things).offer({ entry, rank });
  }
  return [...things.entries(), ...claims.entries()];
}

/** @param {Entry[]} entries @param {string} asked @returns {Entry[]} up to three concepts or sources whose name is like a text that fits none */
export function nearest(entries, asked) {
  const words = plain(asked).split(" ").map((word) => ({ pairs: pairsOf(word), known: new Map() }));
  const alike = (/** @type {typeof words[0]} */ { pairs, known }, /** @type {string} */ word) => {
    const found = known.get(word) ?? overlap(pairs, pairsOf(word));
    known.set(word, found);
    return found;
  };
  const best = new Best(NEAREST, byLikeness);
  for (const entry of entries) {
    if (entry.sort === "claim") continue;
    const own = entry.text.split(" ");
    const rank = words.reduce((sum, word) => sum + Math.max(...own.map((one) => alike(word, one))), 0) / words.length;
    if (rank >= ALIKE) best.offer({ entry, rank });
  }
  return best.entries();
}

/** @typedef {{ entry: Entry, rank: number }} Ranked */

/** @param {Ranked} a @param {Ranked} b */
function byRank(a, b) {
  return b.rank - a.rank || Number(b.entry.own) - Number(a.entry.own) || b.entry.claims - a.entry.claims || WORDS.compare(a.entry.label, b.entry.label);
}

/** @param {Ranked} a @param {Ranked} b */
function byLikeness(a, b) {
  return b.rank - a.rank || a.entry.text.length - b.entry.text.length || WORDS.compare(a.entry.label, b.entry.label);
}

/** The few best of many, of each thing the best name; what came first wins among equals. */
class Best {
  /** @param {number} most @param {(a: Ranked, b: Ranked) => number} order */
  constructor(most, order) {
    this.most = most;
    this.order = order;
    /** @type {Ranked[]} */
    this.held = [];
  }

  /** @param {Ranked} one */
  offer(one) {
    if (this.held.length === this.most && this.order(this.held[this.most - 1], one) <= 0) return;
    const same = this.held.findIndex(({ entry }) => entry.sort === one.entry.sort && entry.id === one.entry.id);
    if (same >= 0 && this.order(this.held[same], one) <= 0) return;
    if (same >= 0) this.held.splice(same, 1);
    const worse = this.held.findIndex((other) => this.order(other, one) > 0);
    this.held.splice(worse < 0 ? this.held.length : worse, 0, one);
    this.held.length = Math.min(this.held.length, this.most);
  }

  /** @returns {Entry[]} best first */
  entries() {
    return this.held.map(({ entry }) => entry);
  }
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
