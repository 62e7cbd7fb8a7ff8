/** How vis-network 9.1.2 runs its lines, as path data: the line of a claim and what stands at its end. */

/** @typedef {{ x: number, y: number }} Point */

/** Corners of the endings, for a line that comes from the left and ends at 0; lengths are those of the ending. */
const ENDINGS = {
  arrow: [[0, 0], [-1, 0.3], [-0.9, 0], [-1, -0.3]],
  bar: [[0, 0.5], [0, -0.5], [-0.15, -0.5], [-0.15, 0.5]],
};

/** Of the endings: `scaleFactor` of the edges (kneegraph/browser/network.py). */
const SCALE = 0.5;

/** @param {vis.Curve} curve @param {CanvasRenderingContext2D} ctx @param {Point} stop where the ending begins @returns {string} */
export function edgePath(curve, ctx, stop) {
  const { from, to } = curve;
  if (from === to) return loop(...curve._getCircleData(ctx));
  const via = curve.getViaNode();
  const start = `M${pair(from)}`;
  if (Array.isArray(via)) return `${start}C${pair(via[0])} ${pair(via[1])} ${pair(stop)}`;
  return via ? `${start}Q${pair(via)} ${pair(stop)}` : `${start}L${pair(stop)}`;
}

/**
 * Where the ending stands. While the canvas draws, a line is shortened to make room for it; it is found on the whole line.
 * @param {vis.Curve} curve @param {CanvasRenderingContext2D} ctx @param {number} width @param {string} type
 * @returns {{ point: Point, core: Point, angle: number, length: number, type: string }}
 */
export function endOf(curve, ctx, width, type) {
  const { fromPoint, toPoint } = curve;
  Object.assign(curve, { fromPoint: curve.from, toPoint: curve.to });
  const found = curve.getArrowData(ctx, "to", curve.getViaNode(), false, false, { width, toArrowScale: SCALE, toArrowType: type });
  Object.assign(curve, { fromPoint, toPoint });
  return found;
}

/** @param {{ point: Point, angle: number, length: number, type: string }} end @returns {string} */
export function ending({ point, angle, length, type }) {
  const [cos, sin] = [Math.cos(angle) * length, Math.sin(angle) * length];
  const corners = type === "bar" ? ENDINGS.bar : ENDINGS.arrow;
  return `M${corners.map(([x, y]) => pair({ x: point.x + x * cos - y * sin, y: point.y + x * sin + y * cos })).join("L")}Z`;
}

/** @param {number} x @param {number} y @param {number} r @returns {string} */
function loop(x, y, r) {
  return `M${round(x - r)} ${round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
}

/** @param {Point} point */
function pair({ x, y }) {
  return `${round(x)} ${round(y)}`;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 100) / 100;
}
