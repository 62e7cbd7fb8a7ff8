/** Rows as CSV for spreadsheets: texts that a spreadsheet would run as a formula are made plain, numbers stay as they are. */

import { numberOf } from "./terms.js";

const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** @param {{ variables: string[], rows: Record<string, import("./terms.js").Term>[] }} answer @returns {string} */
export function toCsv({ variables, rows }) {
  const lines = [variables, ...rows.map((row) => variables.map((name) => cellOf(row[name])))];
  return lines.map((cells) => cells.map(quoted).join(",")).join("\r\n") + "\r\n";
}

/** @param {import("./terms.js").Term | undefined} term @returns {string} */
export function cellOf(term) {
  if (!term) return "";
  const text = term.type === "bnode" ? `_:${term.value}` : typeof term.value === "string" ? term.value : JSON.stringify(term.value);
  const harmless = term.type !== "literal" || numberOf(term) !== null || NUMBER.test(text) || !FORMULA.test(text);
  return harmless ? text : `'${text}`;
}

/** @param {string} cell @returns {string} */
function quoted(cell) {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
