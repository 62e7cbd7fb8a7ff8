/**
 * What the reader has filtered out, and what each filter would leave.
 *
 * A hidden value is written `sort:value`; standings and kinds are written bare. A claim stays when its standing, its
 * relation's family and the kinds of both its concepts are wanted, and at least one of its assertions is: by stance,
 * basis, and the tier, collection, year and name of its source.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Claim} Claim
 * @typedef {"standing" | "kind" | "family" | "tier" | "collection" | "source" | "stance" | "basis" | "year"} Sort
 */

/** @type {Sort[]} sorts that an assertion decides */
const OF_ASSERTION = ["tier", "collection", "source", "stance", "basis", "year"];
const SORTS = new Set(["family", ...OF_ASSERTION]);

/** A filter, read once from the address. */
export class Filter {
  /** @param {Data} data @param {string[]} without */
  constructor(data, without) {
    this.data = data;
    this.without = without;
    /** @type {Map<Sort, Set<string>>} */
    this.hidden = new Map();
    /** @type {{ upto: number, from: number }} years hidden up to and from */
    this.years = { upto: -Infinity, from: Infinity };
    for (const one of without) this.hide(one);
    this.assertionwise = OF_ASSERTION.some((sort) => this.hidden.has(sort));
  }

  /** @param {string} one */
  hide(one) {
    const [sort, value] = split(this.data, one);
    this.hidden.set(sort, (this.hidden.get(sort) ?? new Set()).add(value));
    const years = sort === "year" ? /^(?:-(\d{1,4})|(\d{1,4})-)$/.exec(value) : null;
    if (years?.[1]) this.years.upto = Math.max(this.years.upto, Number(years[1]));
    if (years?.[2]) this.years.from = Math.min(this.years.from, Number(years[2]));
  }

  /** @param {Claim} claim @returns {boolean} whether it stays */
  keeps(claim) {
    if (this.claimFails(claim).length) return false;
    if (!this.assertionwise) return true;
    return claim.assertions.some((one) => !this.assertionFails(one).length);
  }

  /** @param {Claim} claim @returns {Sort[]} the sorts that alone decide about the whole claim and hide it */
  claimFails(claim) {
    /** @type {Sort[]} */
    const found = [];
    if (this.hidden.get("standing")?.has(claim.standing ?? "")) found.push("standing");
    const kinds = this.hidden.get("kind");
    if (kinds && (kinds.has(this.data.kindOf(claim.subject)) || kinds.has(this.data.kindOf(claim.object)))) found.push("kind");
    if (this.hidden.get("family")?.has(this.data.familyOf(claim))) found.push("family");
    return found;
  }

  /** @param {import("./data.js").Assertion} one @returns {Sort[]} the sorts that hide it */
  assertionFails(one) {
    return OF_ASSERTION.filter((sort) => this.hidden.has(sort) && this.hides(sort, valueOf(this.data, one, sort)));
  }

  /** @param {Sort} sort @param {string} value @returns {boolean} */
  hides(sort, value) {
    const hidden = this.hidden.get(sort);
    if (sort !== "year" || value === "none") return Boolean(hidden?.has(value));
    return Number(value) <= this.years.upto || Number(value) >= this.years.from;
  }
}

/**
 * How many claims each value would leave if it alone of its sort were shown, all other sorts as they are; of kinds, how many
 * concepts. Cost: one pass over the assertions.
 * @param {Data} data @param {Iterable<string>} claims @param {string[]} without @returns {Map<string, number>} by `sort:value`
 */
export function tallies(data, claims, without) {
  const kept = counted.get(claims) ?? new Map();
  counted.set(claims, kept);
  const key = JSON.stringify(without);
  const made = kept.get(key) ?? talliesOf(data, claims, without);
  for (const other of without.length ? kept.keys() : []) if (other !== "[]") kept.delete(other); // only the last, and those of no filter
  kept.set(key, made);
  return made;
}

/** By the very set of claims, which nobody changes. @type {WeakMap<Iterable<string>, Map<string, Map<string, number>>>} */
const counted = new WeakMap();

/** @param {Data} data @param {Iterable<string>} claims @param {string[]} without @returns {Map<string, number>} */
function talliesOf(data, claims, without) {
  const filter = new Filter(data, without);
  const kinds = filter.hidden.get("kind");
  /** @type {Map<string, number>} */
  const found = new Map();
  const count = (/** @type {string} */ key) => found.set(key, (found.get(key) ?? 0) + 1);
  /** @type {Set<string>} */
  const concepts = new Set();
  for (const id of claims) {
    const claim = data.claims.get(id);
    const failed = claim ? filter.claimFails(claim) : [];
    if (!claim || failed.length > 1) continue;
    const kept = keptBy(data, filter, claim);
    if (kept.all) countClaim(data, claim, failed, count, concepts, kinds);
    if (!failed.length) for (const key of kept.values) count(key);
  }
  for (const id of concepts) count(`kind:${data.kindOf(id)}`);
  return found;
}

/**
 * @param {Data} data @param {Claim} claim @param {Sort[]} failed @param {(key: string) => void} count
 * @param {Set<string>} concepts those that would be drawn @param {Set<string> | undefined} kinds hidden
 */
function countClaim(data, claim, failed, count, concepts, kinds) {
  if (!failed.length || failed[0] === "standing") count(`standing:${claim.standing ?? ""}`);
  if (!failed.length || failed[0] === "family") count(`family:${data.familyOf(claim)}`);
  if (failed.length && failed[0] !== "kind") return;
  const ends = [claim.subject, claim.object];
  for (const [end, other] of [ends, [...ends].reverse()]) {
    const [own, its] = [data.kindOf(end), data.kindOf(other)];
    if (own === its || !kinds?.has(its)) concepts.add(end);
  }
}

/** @param {Data} data @param {Filter} filter @param {Claim} claim @returns {{ all: boolean, values: Set<string> }} */
function keptBy(data, filter, claim) {
  /** @type {Set<string>} */
  const values = new Set();
  let all = claim.assertions.length === 0 && !filter.assertionwise;
  for (const one of claim.assertions) {
    const failed = filter.assertionFails(one);
    if (!failed.length) all = true;
    if (failed.length > 1) continue;
    for (const sort of failed.length ? failed : OF_ASSERTION) values.add(`${sort}:${valueOf(data, one, sort)}`);
  }
  return { all, values };
}

/** @param {Data} data @param {import("./data.js").Assertion} one @param {Sort} sort @returns {string} */
function valueOf(data, one, sort) {
  if (sort === "stance" || sort === "basis" || sort === "source") return one[sort];
  const source = data.sources.get(one.source);
  if (sort === "year") return String(source?.year ?? "none");
  return (sort === "tier" ? source?.tier : source?.collection) ?? "";
}

/** @param {Data} data @param {string} one @returns {[Sort, string]} */
function split(data, one) {
  const at = one.indexOf(":");
  const sort = one.slice(0, Math.max(at, 0));
  if (SORTS.has(sort)) return [/** @type {Sort} */ (sort), one.slice(at + 1)];
  return [data.standings.has(one) ? "standing" : "kind", one];
}
