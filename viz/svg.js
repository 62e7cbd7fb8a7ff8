/**
 * The picture as SVG: shapes and texts only, no script, no style sheet, no address that would be loaded.
 *
 * @typedef {import("./drawing.js").Sheet} Sheet
 */

import { FAMILY } from "./lettering.js";

const SPACE = "http://www.w3.org/2000/svg";
/** What XML has no way to write. */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** @param {Sheet} sheet @returns {string} a file */
export function toSvg(sheet) {
  const text = new XMLSerializer().serializeToString(svgElement(sheet));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`;
}

/** @param {Sheet} sheet @returns {Element} */
export function svgElement(sheet) {
  const page = document.implementation.createDocument(SPACE, "svg", null);
  const root = page.documentElement;
  const { width, height } = sheet;
  set(root, { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "font-family": FAMILY.replaceAll('"', "'") });
  root.append(
    element(page, "title", {}, sheet.title),
    element(page, "desc", {}, sheet.about),
    element(page, "rect", { width, height, fill: sheet.ground }),
    ...sheet.groups.map((group) => groupOf(page, group)),
  );
  return root;
}

/** @param {XMLDocument} page @param {import("./drawing.js").Group} group @returns {Element} */
function groupOf(page, { role, name, parts }) {
  const made = element(page, "g", { class: `kg-${role}` });
  if (name) made.append(element(page, "title", {}, name));
  made.append(...parts.map((part) => (part.sort === "text" ? words(page, part) : path(page, part))));
  return made;
}

/** @param {XMLDocument} page @param {import("./drawing.js").Path} part @returns {Element} */
function path(page, { d, fill, stroke, width, dashes, opacity, at }) {
  return element(page, "path", {
    d: short(d),
    fill: fill ?? "none",
    "fill-rule": fill ? "evenodd" : undefined,
    stroke,
    "stroke-width": stroke ? width : undefined,
    "stroke-linecap": dashes?.length ? "round" : undefined,
    "stroke-dasharray": dashes?.length ? dashes.join(" ") : undefined,
    opacity: opacity === 1 ? undefined : opacity,
    transform: at && `translate(${number(at[0])} ${number(at[1])})${at[2] === 1 ? "" : ` scale(${at[2]})`}`,
  });
}

/** @param {XMLDocument} page @param {import("./drawing.js").Text} part @returns {Element} the baseline is set by number: not all know `dominant-baseline` */
function words(page, { text, x, y, size, fill, bold, italic, middle, opacity }) {
  return element(page, "text", {
    x: number(x),
    y: number(y + size * 0.35),
    "font-size": size,
    "font-weight": bold ? 600 : undefined,
    "font-style": italic ? "italic" : undefined,
    "text-anchor": middle ? "middle" : undefined,
    fill,
    opacity: opacity === 1 ? undefined : opacity,
  }, text);
}

/** @param {XMLDocument} page @param {string} tag @param {Record<string, string | number | undefined>} attributes @param {string} [text] */
function element(page, tag, attributes, text) {
  const made = page.createElementNS(SPACE, tag);
  set(made, attributes);
  if (text !== undefined) made.textContent = text.replace(UNWRITABLE, "\u{FFFD}");
  return made;
}

/** @param {Element} made @param {Record<string, string | number | undefined>} attributes */
function set(made, attributes) {
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(name, String(value));
}

/** @param {string} d @returns {string} with two decimals */
function short(d) {
  return d.replace(/-?\d+\.\d{3,}/g, (found) => String(number(Number(found))));
}

/** @param {number} value */
function number(value) {
  return Math.round(value * 100) / 100;
}
