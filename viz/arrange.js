/**
 * A concept in the middle, what acts on it to the left, what it acts on to the right. Same data, same picture.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./scope.js").Place} Place
 */

const COLUMN = 205;
const FIRST = 290;
const ROW = 58;
const LINE = 15;
const GAP = 18;
/** What a usual screen has room for. */
const SCREEN = { width: 960, height: 700 };

/** @param {Data} data @param {string} concept @param {"up" | "down" | "both"} way @returns {Map<string, Place>} */
export function around(data, concept, way) {
  /** @type {Map<string, Map<string, string[]>>} */
  const sides = new Map([["left", new Map()], ["right", new Map()]]);
  const taken = new Map();
  for (const id of data.claimsOf(concept)) {
    const claim = data.claims.get(id);
    if (!claim || claim.subject === claim.object) continue;
    const out = claim.subject === concept;
    if (way === (out ? "up" : "down")) continue;
    const other = out ? claim.object : claim.subject;
    if (!taken.has(other)) taken.set(other, out ? "right" : "left");
    const side = sides.get(taken.get(other));
    side?.set(other, [...(side.get(other) ?? []), captionOf(data, claim)]);
  }
  const places = new Map([[concept, /** @type {Place} */ ({ x: 0, y: 0 })]]);
  const rows = bestRows([...sides.values()].map((members) => members.size));
  for (const [name, members] of sides) place(data, places, members, rows, name === "left" ? -1 : 1);
  return places;
}

/** @param {Data} data @param {import("./data.js").Claim} claim @returns {string} the relation, with its mark unless supported */
function captionOf(data, claim) {
  const mark = claim.standing === "supported" ? "" : ` ${data.standings.get(claim.standing ?? "")?.mark ?? ""}`;
  return data.verb(claim) + mark;
}

/** @param {number[]} sizes of both sides @returns {number} rows a column that make the picture largest */
function bestRows(sizes) {
  const choices = Array.from({ length: 30 }, (_, index) => index + 5);
  const zoom = (/** @type {number} */ rows) => {
    const width = sizes.reduce((sum, size) => sum + (size ? FIRST + Math.ceil(size / rows) * COLUMN : 0), 0);
    return Math.min(SCREEN.width / width, SCREEN.height / (ROW * Math.min(rows, Math.max(...sizes))));
  };
  return choices.reduce((best, rows) => (zoom(rows) > zoom(best) ? rows : best), choices[0]);
}

/**
 * Columns beside the middle, filled row by row so that the first (most disagreed) stand nearest; odd columns half a row
 * lower, so that lines from behind pass between the cards.
 * @param {Data} data @param {Map<string, Place>} places @param {Map<string, string[]>} members @param {number} most rows
 * @param {-1 | 1} side
 */
function place(data, places, members, most, side) {
  const columns = Math.ceil(members.size / most);
  const rows = Math.ceil(members.size / Math.max(columns, 1));
  for (let column = 0; column < columns; column += 1) {
    const part = [...members].slice(column * rows, (column + 1) * rows);
    const heights = part.map(([id]) => (linesOf(data, id) + 1) * LINE + GAP);
    let y = -heights.reduce((sum, height) => sum + height, 0) / 2 + (column % 2 ? ROW / 2 : 0);
    part.forEach(([id, captions], row) => {
      places.set(id, { x: side * (FIRST + column * COLUMN), y: y + heights[row] / 2, caption: [...new Set(captions)].join(", ") });
      y += heights[row];
    });
  }
}

/**
 * Levels from left to right, each as one or more columns; within a level in the order given, so that what belongs to the
 * same neighbour stays together.
 * @param {Data} data @param {Map<string, number>} levels the concepts, with their steps from the middle @returns {Map<string, Place>}
 */
export function inLevels(data, levels) {
  const sizes = new Map();
  for (const level of levels.values()) sizes.set(level, (sizes.get(level) ?? 0) + 1);
  const rows = Math.max(8, Math.ceil(Math.sqrt(levels.size * 1.6)));
  /** @type {Map<string, Place>} */
  const places = new Map();
  for (const side of [-1, 1]) {
    let x = 0;
    for (const level of [0, 1, 2, 3].filter((one) => sizes.get(one * side))) {
      const members = [...levels].filter(([, own]) => own === level * side).map(([id]) => id);
      const columns = Math.ceil(members.length / rows);
      const each = Math.ceil(members.length / columns);
      for (let column = 0; column < columns; column += 1) {
        stack(data, places, members.slice(column * each, (column + 1) * each), side * x, column % 2);
        x += column + 1 < columns ? COLUMN : 0;
      }
      x += FIRST;
    }
  }
  return places;
}

/** @param {Data} data @param {Map<string, Place>} places @param {string[]} members @param {number} x @param {number} odd half a row lower */
function stack(data, places, members, x, odd) {
  const heights = members.map((id) => (linesOf(data, id) + 1) * LINE + GAP);
  let y = -heights.reduce((sum, height) => sum + height, 0) / 2 + (odd ? ROW / 2 : 0);
  members.forEach((id, row) => {
    places.set(id, { x, y: y + heights[row] / 2 });
    y += heights[row];
  });
}

/**
 * Finds room for more: in the column beside the concept each belongs to, below what stands there; what stood stays.
 * @param {Data} data @param {Map<string, Place>} places @param {Map<string, { beside: string, side: 1 | -1 }>} more
 * @param {boolean} banded whether columns stand for bands, so that each goes to one of its own
 */
export function makeRoom(data, places, more, banded) {
  for (const [id, { beside, side }] of more) {
    const from = places.get(beside);
    if (!from) continue;
    const target = from.x + side * FIRST;
    const columns = [...new Set([...places.values()].map(({ x }) => x))];
    const ofBand = banded ? [...new Set([...places].filter(([other]) => bandOf(data, other) === bandOf(data, id)).map(([, { x }]) => x))] : [];
    const near = ofBand.length ? ofBand : columns.filter((x) => Math.abs(x - target) < COLUMN * 0.75 && x !== from.x);
    const x = near.length ? near.reduce((best, one) => (Math.abs(one - target) < Math.abs(best - target) ? one : best)) : clear(columns, target, side);
    const height = (linesOf(data, id) + 1) * LINE + GAP;
    const there = [...places].filter(([, place]) => Math.abs(place.x - x) < COLUMN * 0.9);
    const bottom = there.length ? Math.max(...there.map(([other, { y }]) => y + ((linesOf(data, other) + 1) * LINE + GAP) / 2)) : from.y - height / 2;
    places.set(id, { x, y: bottom + height / 2 });
  }
}

/** @param {Data} data @param {string} id of a concept @returns {number | undefined} */
function bandOf(data, id) {
  return data.kinds.get(data.kindOf(id))?.band;
}

/** @param {number[]} columns @param {number} target @param {1 | -1} side @returns {number} the nearest free column further out */
function clear(columns, target, side) {
  const taken = (/** @type {number} */ x) => columns.some((one) => Math.abs(one - x) < COLUMN * 0.9);
  let x = target;
  while (taken(x)) x += side * 20;
  return x;
}

/** @param {Data} data @param {string} id @returns {number} lines of its label */
function linesOf(data, id) {
  return data.nodes.get(id)?.label.split("\n").length ?? 1;
}
