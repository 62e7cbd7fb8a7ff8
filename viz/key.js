/**
 * The legend of a picture that leaves the page: only what is in it, by shape and word.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./drawing.js").Group} Group
 * @typedef {import("./drawing.js").Path} Path
 * @typedef {import("./drawing.js").Text} Text
 * @typedef {{ width: number, parts: (x: number, y: number) => (Path | Text)[] }} Entry
 */

import { ending } from "./curves.js";
import { fontOf, textWidth } from "./lettering.js";

const ROW = 20;
const SPACE = 18;

/**
 * @param {Data} data @param {{ concepts: Set<string>, claims: Set<string> }} drawn @param {import("./theme.js").Theme} theme
 * @param {{ left: number, top: number, width: number }} room @returns {{ group: Group, height: number }}
 */
export function legendOf(data, drawn, theme, { left, top, width }) {
  const standings = new Set([...drawn.claims].map((id) => data.claims.get(id)?.standing ?? ""));
  const kinds = new Set([...drawn.concepts].map((id) => data.concepts.get(id)?.kind ?? ""));
  const looks = data.content.looks;
  const rows = [
    ...rowsOf(looks.standings.filter(({ id }) => standings.has(id)).map((look) => standingEntry(look, theme)), width),
    ...rowsOf(looks.kinds.filter(({ id }) => kinds.has(id)).map((look) => kindEntry(look, theme)), width),
  ];
  const parts = rows.flatMap((row, index) => {
    let x = left - SPACE;
    return row.flatMap((entry) => {
      const at = x + SPACE;
      x = at + entry.width;
      return entry.parts(at, top + index * ROW + ROW / 2);
    });
  });
  return { group: { role: "legend", parts }, height: rows.length * ROW };
}

/** @param {Entry[]} entries @param {number} width @returns {Entry[][]} */
function rowsOf(entries, width) {
  /** @type {Entry[][]} */
  const rows = [];
  let used = Infinity;
  for (const entry of entries) {
    if (used + SPACE + entry.width > width) {
      rows.push([]);
      used = -SPACE;
    }
    rows[rows.length - 1].push(entry);
    used += SPACE + entry.width;
  }
  return rows;
}

/** @param {import("./data.js").StandingLook} look @param {import("./theme.js").Theme} theme @returns {Entry} */
function standingEntry(look, theme) {
  const stroke = theme(`standing-${look.id}`);
  const words = `${look.mark} ${look.id}: ${look.meaning}`;
  const parts = (/** @type {number} */ x, /** @type {number} */ y) => /** @type {(Path | Text)[]} */ ([
    { sort: "path", d: `M${x} ${y}H${x + 22}`, stroke, width: 2.4, dashes: look.dashes.map((part) => part / 1.6) },
    { sort: "path", d: ending({ point: { x: x + 30, y }, angle: 0, length: 13, type: look.ending }), fill: stroke },
    label(words, x + 36, y, theme("ink")),
  ]);
  return { width: 36 + textWidth(words, fontOf({ size: 12 })), parts };
}

/** @param {import("./data.js").KindLook} look @param {import("./theme.js").Theme} theme @returns {Entry} */
function kindEntry(look, theme) {
  const parts = (/** @type {number} */ x, /** @type {number} */ y) => /** @type {(Path | Text)[]} */ ([
    { sort: "path", d: look.path, fill: theme(`kind-${look.id}`), at: [x, y - 6.5, 13 / 16] },
    label(look.label, x + 18, y, theme("ink")),
  ]);
  return { width: 18 + textWidth(look.label, fontOf({ size: 12 })), parts };
}

/** @param {string} text @param {number} x @param {number} y @param {string} fill @returns {Text} */
function label(text, x, y, fill) {
  return { sort: "text", text, x, y, size: 12, fill };
}
