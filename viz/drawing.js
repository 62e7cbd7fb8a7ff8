/**
 * The picture as a list of shapes and texts, so that PNG and SVG cannot differ: what the canvas shows, with a title above
 * and the legend below.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./graph.js").Graph} Graph
 * @typedef {import("./graph.js").Picture} Picture
 * @typedef {import("./theme.js").Theme} Theme
 * @typedef {{ x: number, y: number }} Point
 * @typedef {{ sort: "path", d: string, fill?: string, stroke?: string, width?: number, dashes?: number[], opacity?: number,
 *   at?: [number, number, number] }} Path `at`: moved by x and y, then scaled
 * @typedef {{ sort: "text", text: string, x: number, y: number, size: number, fill: string, bold?: boolean, italic?: boolean,
 *   middle?: boolean, opacity?: number }} Text `y` is the middle of the line
 * @typedef {{ role: string, name?: string, parts: (Path | Text)[] }} Group one thing in the picture
 * @typedef {{ width: number, height: number, ground: string, title: string, about: string, groups: Group[] }} Sheet
 * @typedef {{ title: string, lines: string[], address: string }} Told what stands above and below the picture
 */

import { badgePlaces } from "./badges.js";
import { edgePath, endOf, ending } from "./curves.js";
import { headings } from "./headings.js";
import { legendOf } from "./key.js";
import { fontOf, textWidth, wrapped } from "./lettering.js";
import { themeOf } from "./theme.js";

const MARGIN = 28;
const LEAST = 720;
const LINE = 15;
const SHAPE = 13;
const PAD = 8;

/** @param {Data} data @param {Graph} graph @param {Told} told @param {"light" | "dark"} scheme @returns {Sheet | null} null when nothing is drawn */
export function sheetOf(data, graph, told, scheme) {
  const picture = graph.picture;
  if (!picture || !picture.concepts.size) return null;
  const theme = themeOf(scheme);
  const titles = headings(data, picture);
  const box = extent(graph, picture, titles);
  const width = Math.max(LEAST, box.right - box.left + 2 * MARGIN);
  const head = headOf(told, width - 2 * MARGIN, theme);
  const shift = { x: (width - box.left - box.right) / 2, y: head.height + MARGIN - box.top };
  const drawn = [...edgesOf(data, graph, picture, theme), ...cardsOf(data, graph, picture, theme), ...marksOf(graph, picture, theme)];
  const bands = { role: "headings", parts: titles.map(({ title, x, y }) => text(title, x, y - 4, theme("muted"), { bold: true, middle: true })) };
  const below = shift.y + box.bottom + MARGIN;
  const legend = legendOf(data, picture, theme, { left: MARGIN, top: below, width: width - 2 * MARGIN });
  const foot = wrapped(told.address, width - 2 * MARGIN, fontOf({ size: 12 })).map((line, row) =>
    text(line, MARGIN, below + legend.height + 16 + row * 16, theme("muted"), { size: 12 }));
  const groups = [head.group, ...[bands, ...drawn].map((one) => moved(one, shift)), legend.group, { role: "address", parts: foot }];
  const height = below + legend.height + 16 + foot.length * 16 + 8;
  return { width: Math.ceil(width), height: Math.ceil(height), ground: theme("surface"), title: told.title, about: told.lines.join(" "), groups };
}

/** @param {Told} told @param {number} width @param {Theme} theme @returns {{ group: Group, height: number }} */
function headOf(told, width, theme) {
  /** @type {Text[]} */
  const parts = [];
  let y = 34;
  for (const line of wrapped(told.title, width, fontOf({ size: 20, bold: true }))) {
    parts.push(text(line, MARGIN, y, theme("ink"), { size: 20, bold: true }));
    y += 25;
  }
  for (const line of told.lines.flatMap((one) => wrapped(one, width, fontOf({ size: 13 })))) {
    parts.push(text(line, MARGIN, y, theme("muted"), { size: 13 }));
    y += 18;
  }
  return { group: { role: "title", parts }, height: y };
}

/** @param {Graph} graph @param {Picture} picture @param {{ title: string, x: number, y: number }[]} titles */
function extent(graph, picture, titles) {
  const font = fontOf({ size: 13, bold: true });
  const boxes = [...graph.boxes(picture), ...titles.map(({ title, x, y }) => around(x, y, textWidth(title, font)))];
  const curves = [...picture.claims].flatMap((id) => [0.2, 0.5, 0.8].map((stop) => graph.network.body.edges[id].edgeType.getPoint(stop)));
  const all = [...boxes, ...curves.map(({ x, y }) => ({ left: x - 10, right: x + 10, top: y - 10, bottom: y + 10 }))];
  const start = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  return all.reduce((sum, one) => ({
    left: Math.min(sum.left, one.left),
    right: Math.max(sum.right, one.right),
    top: Math.min(sum.top, one.top),
    bottom: Math.max(sum.bottom, one.bottom),
  }), start);
}

/** @param {number} x @param {number} y @param {number} width */
function around(x, y, width) {
  return { left: x - width / 2, right: x + width / 2, top: y - 14, bottom: y };
}

/** @param {Data} data @param {Graph} graph @param {Picture} picture @param {Theme} theme @returns {Group[]} */
function edgesOf(data, graph, picture, theme) {
  const ctx = graph.network.canvas.getContext();
  const edges = /** @type {(import("./data.js").Edge & { color: { opacity: number }, arrows: { to: { enabled: boolean, type: string } } })[]} */ (graph.edgesOf(picture));
  return edges.map((edge) => {
    const curve = graph.network.body.edges[edge.id].edgeType;
    const stroke = theme(`standing-${edge.standing}`);
    const { to } = edge.arrows;
    const end = to.enabled ? endOf(curve, ctx, edge.width, to.type) : null;
    const opacity = edge.color.opacity;
    const line = /** @type {Path} */ ({ sort: "path", d: edgePath(curve, ctx, end?.core ?? curve.to), stroke, width: edge.width, opacity });
    if (edge.dashes) line.dashes = edge.dashes;
    const tip = /** @type {Path[]} */ (end ? [{ sort: "path", d: ending(end), fill: stroke, opacity }] : []);
    return { role: "claim", name: nameOf(data, edge.id), parts: [line, ...tip] };
  });
}

/** @param {Data} data @param {string} claim @returns {string} */
function nameOf(data, claim) {
  const found = data.claims.get(claim);
  return `${found?.label ?? claim} (${found?.standing ?? "nothing known"})`;
}

/** @param {Data} data @param {Graph} graph @param {Picture} picture @param {Theme} theme @returns {Group[]} */
function cardsOf(data, graph, picture, theme) {
  const boxes = graph.boxes(picture);
  return [...picture.concepts].flatMap((id, index) => {
    const card = graph.cards.cards.get(id);
    const look = data.kinds.get(card?.kind ?? "");
    if (!card || !look) return [];
    const { left, right, top, bottom } = boxes[index];
    const colour = theme(`kind-${card.kind}`);
    const faint = card.weight === "dim";
    const opacity = faint ? 0.22 : 1;
    const border = rounded(left, top, right - left, bottom - top, 6);
    const parts = /** @type {(Path | Text)[]} */ ([
      { sort: "path", d: border, fill: theme("card") },
      { sort: "path", d: border, stroke: colour, width: card.weight === "chosen" ? 2.6 : 1, opacity },
      { sort: "path", d: look.path, fill: colour, at: [left + PAD, (top + bottom - SHAPE) / 2, SHAPE / 16], opacity },
      ...wordsOf(card, left + PAD + SHAPE + 6, (top + bottom) / 2, theme, faint ? 0.38 : 1),
    ]);
    return [{ role: "concept", name: `${data.label(id)} (${look.label})`, parts }];
  });
}

/** @param {import("./cards.js").Card} card @param {number} x @param {number} y @param {Theme} theme @param {number} opacity @returns {Text[]} */
function wordsOf(card, x, y, theme, opacity) {
  const bold = card.weight === "chosen";
  const rows = card.lines.map((line) => ({ line, bold, size: 13, italic: false, fill: theme("ink") }));
  const caption = { line: card.caption, bold: false, size: 12, italic: true, fill: theme("muted") };
  if (card.caption) rows[card.above ? "unshift" : "push"](caption);
  return rows.map((row, index) => text(row.line, x, y + (index - (rows.length - 1) / 2) * LINE, row.fill, { ...row, opacity }));
}

/** @param {Graph} graph @param {Picture} picture @param {Theme} theme @returns {Group[]} */
function marksOf(graph, picture, theme) {
  const told = [...picture.claims].filter((id) => !picture.lifted || picture.lifted.has(id));
  const edges = told.map((id) => /** @type {import("./data.js").Edge} */ (graph.data.edges.get(id))).filter((edge) => edge.label);
  return badgePlaces(graph.network, edges, graph.boxes(picture)).map(({ edge, point: { x, y } }) => ({
    role: "mark",
    parts: [
      { sort: "path", d: circle(x, y, 9), fill: theme("surface"), stroke: theme(`standing-${edge.standing}`), width: 2 },
      text(edge.label, x, y + (edge.label === "”" ? 4 : 1), theme("ink"), { size: 15, bold: true, middle: true }),
    ],
  }));
}

/** @param {Group} group @param {Point} by @returns {Group} */
function moved(group, { x, y }) {
  const parts = group.parts.map((part) => {
    if (part.sort === "text") return { ...part, x: part.x + x, y: part.y + y };
    const [left, top, scale] = part.at ?? [0, 0, 1];
    return { ...part, at: /** @type {[number, number, number]} */ ([left + x, top + y, scale]) };
  });
  return { ...group, parts };
}

/** @param {string} words @param {number} x @param {number} y @param {string} fill @param {Partial<Text>} [more] @returns {Text} */
export function text(words, x, y, fill, more = {}) {
  const { size = 13, bold = false, italic = false, middle = false, opacity = 1 } = more;
  return { sort: "text", text: words, x, y, fill, size, bold, italic, middle, opacity };
}

/** @param {number} x @param {number} y @param {number} width @param {number} height @param {number} r @returns {string} */
function rounded(x, y, width, height, r) {
  const corner = `a${r} ${r} 0 0 1`;
  return `M${x + r} ${y}h${width - 2 * r}${corner} ${r} ${r}v${height - 2 * r}${corner} ${-r} ${r}h${2 * r - width}${corner} ${-r} ${-r}v${2 * r - height}${corner} ${r} ${-r}Z`;
}

/** @param {number} x @param {number} y @param {number} r @returns {string} */
function circle(x, y, r) {
  return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}
