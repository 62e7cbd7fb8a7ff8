/**
 * The data of the page, read once, and how its parts hang together.
 *
 * @typedef {"supports" | "disputes" | "qualifies" | "reports"} Stance
 * @typedef {Record<Stance, number>} Tally
 * @typedef {{ link?: string, quote?: string }} Passage
 * @typedef {{ aspect: string, comment: string, reason?: string }} Qualification
 * @typedef {{ id: string, source: string, stance: Stance, certainty: string, basis: string, paraphrase: string,
 *   passages: Passage[], scope?: string[], by?: string[], because?: Qualification[], design?: string, effect?: string,
 *   population?: string, task?: string, measured?: string, finding?: string, n?: number, unconfirmed?: boolean }} Assertion
 * @typedef {{ subject: string, relation: string, object: string, outcome?: string, label: string, standing: string | null,
 *   tally: Tally, tiers: Record<string, Tally>, assertions: Assertion[], related?: [string, string][] }} Claim
 * @typedef {{ label: string, others: string[], kind: string, broader?: string[], stateOf?: string, oppositeOf?: string,
 *   definition?: string }} Concept
 * @typedef {{ title: string, byline: string, tier: string, collection: string, year?: number, url?: string, host?: string,
 *   seen?: string, same?: string[], readings?: number }} Source
 * @typedef {[number, number, number]} Masses of support, dispute and what is not known, in thousandths
 * @typedef {[number, number, string, ...[string, number][]]} Group the side (1 for it), its mass, the source that counts, and who
 *   leans on it with the number of the word for why
 * @typedef {[number, Masses, string | null, number]} Year with the standing at its end, and whether something turned
 * @typedef {[string, number?, ...string[]]} Licence the level alone where nobody has studied it; else whether that is enough for the
 *   claim as it stands, and the sources it rests on, or, where nothing bears it out, those that dispute it
 * @typedef {{ masses: Masses, tiers: Record<string, Masses>, independent: number, groups: Group[], firm: number[], years?: Year[], licence?: Licence }} Weighed
 * @typedef {{ claims: Record<string, Weighed>, sentences: string[], leaning: string[],
 *   dependent: Record<string, [string, string, string?][]> }} Evidence `dependent`: of a source, the other, why, how that is known
 * @typedef {{ id: string, kind: string, claims: string[], supports: string[], disputes: string[], qualifies: string[],
 *   meaning: string, explanation: string, apparent?: string, weights?: [number, number], hangs?: number, reasons?: string[], against?: string }} Disagreement
 * @typedef {{ id: string, label: string, plural: string, band: number, path: string }} KindLook
 * @typedef {{ id: string, mark: string, meaning: string, width: number, dashes: number[], ending: string }} StandingLook
 * @typedef {{ id: string, label: string, shape: string, color: string, kind: string, x: number, y: number }} Node
 * @typedef {{ id: string, from: string, to: string, label: string, title: string, color: string, width: number,
 *   dashes: number[] | false, arrows: object, smooth: object, standing: string | null }} Edge
 * @typedef {{ relations: Record<string, { family?: string, sign?: number, chainable?: boolean, symmetric?: boolean,
 *   comparative?: boolean, others?: string[], definition?: string }>,
 *   concepts: Record<string, { sign?: number, related?: string[], matches?: string[] }>,
 *   sources: Record<string, { kind?: string, creator?: string, issued?: string, publisher?: string, sha256?: string, length?: number,
 *     depends?: [string, string, string?][] }>,
 *   estimates?: Record<string, [string, string | null, string | null, string | null][]>,
 *   passages: Record<string, [number, number, string, string?][]> }} Kept what is only given away (turtle.js, cite.js)
 * @typedef {{ title: string, focus: string | null, quoted: boolean, analysed: boolean, record?: Kept, evidence?: Evidence,
 *   looks: { bands: string[], kinds: KindLook[], standings: StandingLook[], words: Record<string, Record<string, string>> },
 *   concepts: Record<string, Concept>, relations: Record<string, { label: string, inverse: string, family?: string }>,
 *   nearness?: Record<string, string>,
 *   sources: Record<string, Source>, claims: Record<string, Claim>, disagreements: Disagreement[],
 *   network: { nodes: Node[], edges: Edge[], options: object, cards?: Record<string, string> }, overview: Record<string, [number, number]> }} Content
 */

import { h } from "./dom.js";
import { Edges, Nodes } from "./ondemand.js";

const WORDS = new Intl.Collator("en");
const STANDING_ORDER = ["contested", "disputed", "qualified", "supported", "reported"];

/** What the page holds, with the look-ups that everything else needs. */
export class Data {
  /** @param {Content} content */
  constructor(content) {
    this.content = content;
    this.concepts = new Map(Object.entries(content.concepts));
    this.claims = new Map(Object.entries(content.claims));
    this.sources = new Map(Object.entries(content.sources));
    this.disagreements = new Map(content.disagreements.map((one) => [one.id, one]));
    this.kinds = new Map(content.looks.kinds.map((look) => [look.id, look]));
    this.standings = new Map(content.looks.standings.map((look) => [look.id, look]));
    /** Whether this graph is so large that only parts of it are ever drawn. */
    this.partial = content.network.cards !== undefined;
    this.nodes = new Nodes(this, content.network.cards);
    this.edges = new Edges(this);
    /** By concept, in no order that means anything: see `claimsOf`. */
    this.touching = grouped([...this.claims].map(([id, { subject, object }]) => [id, [subject, object]]));
    /** @type {Map<string, string[]>} */
    this.ordered = new Map();
    this.states = statesOf(this.concepts);
    this.said = said(this.claims);
    /** The tiers of the sources, in the order of the alphabet. */
    this.tiers = [...new Set(Object.values(content.sources).map(({ tier }) => tier))].sort();
  }

  /** @param {string} id @returns {string} the preferred label; an unknown identifier stands for itself */
  label(id) {
    return this.concepts.get(id)?.label ?? id;
  }

  /** @param {string} id @returns {string[]} identifiers of the claims that a concept is in, most disagreement first */
  claimsOf(id) {
    const known = this.ordered.get(id);
    if (known) return known;
    const claim = (/** @type {string} */ one) => /** @type {Claim} */ (this.claims.get(one));
    const found = [...(this.touching.get(id) ?? [])].sort((a, b) => byDisagreement(claim(a), claim(b)));
    this.ordered.set(id, found);
    return found;
  }

  /** @param {string} id @returns {number} how many claims a concept is in */
  degree(id) {
    return this.touching.get(id)?.length ?? 0;
  }

  /** @param {string} id @returns {string[]} identifiers of a concept's states, those with most claims first */
  statesOf(id) {
    return [...(this.states.get(id) ?? [])].sort((a, b) => this.degree(b) - this.degree(a));
  }

  /** @param {string} id @returns {Disagreement[]} those with a claim about the concept or one of its states */
  disagreementsOf(id) {
    const claims = new Set([id, ...this.statesOf(id)].flatMap((one) => this.claimsOf(one)));
    return [...this.disagreements.values()].filter((one) => one.claims.some((claim) => claims.has(claim)));
  }

  /** @param {string} id of a source @returns {string[]} identifiers of the claims it says anything about */
  claimsFrom(id) {
    return this.said.get(id) ?? [];
  }

  /** @param {"tier" | "collection"} sort @returns {Map<string, number>} how many sources are of each, by name */
  sourcesBy(sort) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const source of this.sources.values()) counts.set(source[sort], (counts.get(source[sort]) ?? 0) + 1);
    return new Map([...counts].sort(([a], [b]) => a.localeCompare(b, "en")));
  }

  /** @returns {string} how many sources of each tier, in brackets; nothing where all are of one */
  split() {
    const counts = [...this.sourcesBy("tier")].sort(([, a], [, b]) => b - a);
    return counts.length > 1 ? ` (${counts.map(([tier, count]) => `${count} ${tier}`).join(", ")})` : "";
  }

  /** @param {string} id of a concept @returns {string} */
  kindOf(id) {
    return this.concepts.get(id)?.kind ?? "";
  }

  /** @param {Claim} claim @returns {string} the family of its relation */
  familyOf(claim) {
    return this.content.relations[claim.relation]?.family ?? "";
  }

  /** @param {Claim} claim @returns {number[]} the years of the sources that say anything about it, each once, in order */
  yearsOf(claim) {
    const years = claim.assertions.flatMap(({ source }) => this.sources.get(source)?.year ?? []);
    return [...new Set(years)].sort((a, b) => a - b);
  }

  /** @param {string} id of a source @returns {string} who wrote it and when, or else its title */
  nameOf(id) {
    const source = this.sources.get(id);
    return source?.byline || source?.title || id;
  }

  /** @param {string} id of a claim @returns {Weighed | undefined} what the evidence on it weighs; of a very large graph, nothing */
  evidenceOf(id) {
    return this.content.evidence?.claims[id];
  }

  /** @param {string} id of a source @returns {[string, string, string?][]} those it is not independent of, why, and how that is known */
  dependentOn(id) {
    const { dependent = {} } = this.content.evidence ?? {};
    return Object.hasOwn(dependent, id) ? dependent[id] : [];
  }

  /** @param {string} id of a source @returns {string | undefined} where it can be read: where it was seen, or what identifies it */
  addressOf(id) {
    const source = this.sources.get(id);
    return source?.url ?? source?.same?.[0];
  }

  /** @param {Claim} claim @returns {string} the relation as this claim's label words it: "causes", "cause" */
  verb(claim) {
    const [subject, object] = [this.label(claim.subject), this.label(claim.object)];
    const plain = this.content.relations[claim.relation]?.label ?? claim.relation;
    if (!claim.label.startsWith(`${subject} `)) return plain;
    const rest = claim.label.slice(subject.length);
    const end = rest.lastIndexOf(` ${object}`);
    return (end > 0 && rest.slice(0, end).trim()) || plain;
  }

  /** @param {string} list @param {string} term @returns {string} a term of the model in words for a reader */
  word(list, term) {
    return this.content.looks.words[list]?.[term] ?? term;
  }
}

/** @returns {Promise<Data>} what stands in the page; where it cannot be read, the page says so and nothing else happens */
export async function readData() {
  try {
    if (!("DecompressionStream" in window)) {
      throw new Error("This browser cannot unpack it: it lacks DecompressionStream. Any of Chrome or Edge 80, Firefox 113, Safari 16.4, or newer, can");
    }
    return new Data(await unpacked(document.getElementById("data")?.textContent ?? ""));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    document.getElementById("panel-body")?.replaceChildren(h("p", { class: "notice", role: "alert" }, `The data of this page cannot be read. ${why}.`));
    document.body.dataset.sheet = "open";
    throw error;
  }
}

/** @param {string} text gzip in base64 @returns {Promise<Content>} */
async function unpacked(text) {
  const packed = atob(text.trim());
  const bytes = new Uint8Array(packed.length);
  for (let at = 0; at < packed.length; at += 1) bytes[at] = packed.charCodeAt(at);
  const json = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(json).json();
}

/** @param {Claim} claim @returns {number} distinct sources that say anything about it */
export function sourceCount(claim) {
  const known = counts.get(claim) ?? new Set(claim.assertions.map((one) => one.source)).size;
  counts.set(claim, known);
  return known;
}

/** @type {WeakMap<Claim, number>} */
const counts = new WeakMap();

/**
 * @param {Claim} a @param {Claim} b @param {(a: string, b: string) => number} [words] how texts are ordered
 * @returns {number} order: most disagreement, most sources, relation, alphabet
 */
export function byDisagreement(a, b, words = WORDS.compare) {
  const rank = (/** @type {Claim} */ claim) => STANDING_ORDER.indexOf(claim.standing ?? "reported");
  return rank(a) - rank(b) || sourceCount(b) - sourceCount(a) || words(a.relation, b.relation) || words(a.label, b.label);
}

/** @param {Map<string, Concept>} concepts @returns {Map<string, string[]>} */
function statesOf(concepts) {
  return grouped([...concepts].map(([id, { stateOf }]) => [id, stateOf ? [stateOf] : []]));
}

/** @param {Map<string, Claim>} claims @returns {Map<string, string[]>} */
function said(claims) {
  return grouped([...claims].map(([id, { assertions }]) => [id, assertions.map(({ source }) => source)]));
}

/** @param {[string, string[]][]} members each with its groups @returns {Map<string, string[]>} the members of each group */
function grouped(members) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const [id, groups] of members) {
    for (const group of new Set(groups)) {
      const known = found.get(group);
      if (known) known.push(id);
      else found.set(group, [id]);
    }
  }
  return found;
}
