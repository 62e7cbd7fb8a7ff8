/**
 * Marks on the lines of claims that are not simply supported, each where no card covers it.
 *
 * @typedef {import("./data.js").Edge} Edge
 * @typedef {{ x: number, y: number }} Point
 * @typedef {{ left: number, right: number, top: number, bottom: number }} Box
 */

const RADIUS = 9;
/** Where along the line to look for room, from the middle outwards. */
const STOPS = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82];

/**
 * @param {CanvasRenderingContext2D} ctx @param {vis.Network} network @param {Edge[]} edges @param {Box[]} boxes of the cards
 * @param {import("./theme.js").Theme} theme
 */
export function drawBadges(ctx, network, edges, boxes, theme) {
  for (const { edge, point } of badgePlaces(network, edges, boxes)) drawBadge(ctx, point, edge, theme);
}

/** @param {vis.Network} network @param {Edge[]} edges @param {Box[]} boxes @returns {{ edge: Edge, point: Point }[]} */
export function badgePlaces(network, edges, boxes) {
  /** @type {Point[]} */
  const taken = [];
  return edges.map((edge) => {
    // vis-network tells no other way where its curve runs; the version is the one bundled with the page.
    const along = (/** @type {number} */ stop) => network.body.edges[edge.id].edgeType.getPoint(stop);
    const free = STOPS.map(along).find((point) => !covered(point, boxes) && !crowded(point, taken));
    const point = free ?? along(0.5);
    taken.push(point);
    return { edge, point };
  });
}

/** @param {CanvasRenderingContext2D} ctx @param {Point} point @param {Edge} edge @param {import("./theme.js").Theme} theme */
function drawBadge(ctx, { x, y }, edge, theme) {
  ctx.beginPath();
  ctx.arc(x, y, RADIUS, 0, 2 * Math.PI);
  ctx.fillStyle = theme("surface");
  ctx.fill();
  ctx.lineWidth = 2;
  ctx.strokeStyle = theme(`standing-${edge.standing}`);
  ctx.stroke();
  ctx.fillStyle = theme("ink");
  ctx.font = '700 15px Arial, "Liberation Sans", sans-serif';
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(edge.label, x, y + (edge.label === "”" ? 4 : 1));
}

/** @param {Point} point @param {Box[]} boxes */
function covered({ x, y }, boxes) {
  return boxes.some((box) => x > box.left - RADIUS && x < box.right + RADIUS && y > box.top - RADIUS && y < box.bottom + RADIUS);
}

/** @param {Point} point @param {Point[]} taken */
function crowded({ x, y }, taken) {
  return taken.some((other) => Math.hypot(other.x - x, other.y - y) < 2 * RADIUS + 2);
}
