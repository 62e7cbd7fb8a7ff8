/**
 * What lies around a concept: so many steps against the claims' direction, along it, or both, as far as the filter lets.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {{ levels: Map<string, number>, claims: Set<string>, found: number }} Surroundings
 * `levels`: concepts that are drawn, each with its steps from the middle, negative upstream; `found`: how many there are
 */

/** More cards than this are a hairball. */
export const MOST_DRAWN = 150;

/**
 * Nearest first, and of the equally near those of the most disagreed claims, until `most` are drawn. Cost: linear in the claims met.
 * @param {Data} data @param {string} centre @param {number} steps @param {"up" | "down" | "both"} way
 * @param {(claim: import("./data.js").Claim) => boolean} keeps @param {number} [most] @returns {Surroundings}
 */
export function surroundings(data, centre, steps, way, keeps, most = MOST_DRAWN) {
  /** @type {Map<string, number>} */
  const levels = new Map([[centre, 0]]);
  /** @type {Set<string>} */
  const claims = new Set();
  const sides = [...(way === "down" ? [] : [-1]), ...(way === "up" ? [] : [1])];
  const edges = new Map(sides.map((side) => [side, [centre]]));
  for (let step = 1; step <= steps; step += 1) {
    for (const side of sides) edges.set(side, further(data, edges.get(side) ?? [], side, step, keeps, levels, claims));
  }
  const found = levels.size;
  const kept = new Map([...levels].slice(0, most));
  return { levels: kept, claims, found };
}

/**
 * One step on; the claims that lead there are added to `claims`, the concepts that are new to `levels`.
 * @param {Data} data @param {string[]} from @param {number} side @param {number} step
 * @param {(claim: import("./data.js").Claim) => boolean} keeps @param {Map<string, number>} levels @param {Set<string>} claims
 * @returns {string[]} the new concepts
 */
function further(data, from, side, step, keeps, levels, claims) {
  /** @type {string[]} */
  const reached = [];
  for (const concept of from) {
    for (const id of data.claimsOf(concept)) {
      const claim = data.claims.get(id);
      if (!claim || (side > 0 ? claim.subject : claim.object) !== concept || !keeps(claim)) continue;
      claims.add(id);
      const other = side > 0 ? claim.object : claim.subject;
      if (levels.has(other)) continue;
      levels.set(other, side * step);
      reached.push(other);
    }
  }
  return reached;
}

/**
 * The neighbours of concepts that the reader opened, added to those drawn, as long as there is room.
 * @param {Data} data @param {Set<string>} drawn @param {string[]} expanded @param {(claim: import("./data.js").Claim) => boolean} keeps
 * @returns {Map<string, { beside: string, side: 1 | -1 }>} the new ones, each with the drawn concept it stands beside
 */
export function added(data, drawn, expanded, keeps) {
  /** @type {Map<string, { beside: string, side: 1 | -1 }>} */
  const found = new Map();
  for (const concept of expanded) {
    if (!drawn.has(concept) && !found.has(concept)) continue;
    for (const id of data.claimsOf(concept)) {
      const claim = data.claims.get(id);
      if (!claim || !keeps(claim)) continue;
      const side = claim.subject === concept ? 1 : -1;
      const other = side > 0 ? claim.object : claim.subject;
      if (drawn.has(other) || found.has(other) || drawn.size + found.size >= MOST_DRAWN) continue;
      found.set(other, { beside: concept, side });
    }
  }
  return found;
}
