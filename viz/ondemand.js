/**
 * Nodes and edges of a graph too large to hold them all: made when they are drawn, as kneegraph/browser/network.py makes them.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Claim} Claim
 * @typedef {import("./data.js").Edge} Edge
 * @typedef {import("./data.js").Node} Node
 */

/** Sources beyond this many make a line no wider. */
const WIDEST = 6;

/** The concepts that have claims, by identifier. Going through them gives those that have a place from the start. */
export class Nodes {
  /** @param {Data} data @param {Record<string, string> | undefined} cards the lines of all labels, where not all have a place */
  constructor(data, cards) {
    this.cards = new Map(Object.entries(cards ?? {}));
    this.data = data;
    this.placed = new Map(data.content.network.nodes.map((node) => [node.id, node]));
    this.size = cards ? this.cards.size : this.placed.size;
  }

  /** @param {string} id @returns {boolean} */
  has(id) {
    return this.placed.has(id) || this.cards.has(id);
  }

  /** @param {string} id @returns {Node | undefined} */
  get(id) {
    const label = this.cards.get(id);
    const placed = this.placed.get(id);
    if (placed || label === undefined) return placed;
    return { id, label, shape: "custom", color: "", kind: this.data.kindOf(id), x: 0, y: 0 };
  }

  [Symbol.iterator]() {
    return this.placed[Symbol.iterator]();
  }
}

/** The lines of claims, by identifier. */
export class Edges {
  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    this.made = new Map(data.content.network.edges.map((edge) => [edge.id, edge]));
  }

  /** @param {string} id @returns {Edge | undefined} */
  get(id) {
    const claim = this.data.claims.get(id);
    if (!this.made.has(id) && claim) this.made.set(id, edgeOf(this.data, id, claim));
    return this.made.get(id);
  }
}

/** @param {Data} data @param {string} id @param {Claim} claim @returns {Edge} */
export function edgeOf(data, id, claim) {
  const look = data.standings.get(claim.standing ?? "reported");
  if (!look) throw new Error(`no look for the standing ${claim.standing}`);
  const symmetric = data.content.record?.relations[claim.relation]?.symmetric ?? false;
  const sources = new Set(claim.assertions.map(({ source }) => source)).size;
  return {
    id,
    from: claim.subject,
    to: claim.object,
    title: `${claim.label}\n${look.mark} ${claim.standing}: ${look.meaning}`,
    label: claim.standing === "supported" ? "" : look.mark,
    color: "",
    width: look.width + 0.9 * Math.max(0, Math.min(sources, WIDEST) - 1),
    dashes: look.dashes.length ? look.dashes : false,
    arrows: { to: { enabled: !symmetric, type: look.ending, scaleFactor: 0.5 } },
    smooth: smooth(data, claim, bend(data, id, claim)),
    standing: claim.standing,
  };
}

/** @param {Data} data @param {Claim} claim @param {number} bent @returns {object} */
function smooth(data, { subject, object }, bent) {
  const [from, to] = [subject, object].map((end) => data.kinds.get(data.kindOf(end))?.band);
  if (bent) return { enabled: true, type: bent > 0 ? "curvedCW" : "curvedCCW", roundness: Math.round(Math.abs(bent) * 100) / 100 };
  if (from === to) return { enabled: true, type: "curvedCW", roundness: 0.25 };
  return { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.45 };
}

/** @param {Data} data @param {string} id @param {Claim} claim @returns {number} how far the line bends to keep clear of those between the same two */
function bend(data, id, { subject, object }) {
  const [few, other] = data.degree(subject) <= data.degree(object) ? [subject, object] : [object, subject];
  const joins = (/** @type {Claim | undefined} */ one) => (one?.subject === few && one.object === other) || (one?.subject === other && one.object === few);
  const pair = (data.touching.get(few) ?? []).filter((one) => joins(data.claims.get(one))).sort();
  if (pair.length < 2) return 0;
  const place = pair.indexOf(id);
  const step = 0.16 * (Math.floor(place / 2) + 1) * (place % 2 ? -1 : 1);
  return subject <= object ? step : -step;
}
