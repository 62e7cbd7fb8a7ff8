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

/** @param {Data} data @param {string} concept @returns {Map<string, Place>} */
export function around(data, concept) {
  /** @type {Map<string, Map<string, string[]>>} */
  const sides = new Map([["left", new Map()], ["right", new Map()]]);
  const taken = new Map();
  for (const id of data.claimsOf(concept)) {
    const claim = data.claims.get(id);
    if (!claim || claim.subject === claim.object) continue;
    const out = claim.subject === concept;
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

/** @param {Data} data @param {string} id @returns {number} lines of its label */
function linesOf(data, id) {
  return data.nodes.get(id)?.label.split("\n").length ?? 1;
}
