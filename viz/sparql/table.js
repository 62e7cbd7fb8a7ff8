/** Rows as a table: a thousand at a time, sorted by any column. */

import { h, said } from "../dom.js";
import { drawn, numberOf, visible } from "./terms.js";

const STEP = 1000;
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/**
 * @typedef {Record<string, import("./terms.js").Term>} Row
 * @param {string[]} variables @param {Row[]} rows @param {import("./terms.js").Shorten} shorten @returns {HTMLElement}
 */
export function makeTable(variables, rows, shorten) {
  let sorted = rows;
  let shown = 0;
  const body = h("tbody");
  const more = h("button", { type: "button", class: "action", click: () => draw() });
  const rest = h("p", { class: "more" }, more);
  const draw = () => {
    body.append(...sorted.slice(shown, shown + STEP).map((row, index) => rowOf(variables, row, shown + index + 1, shorten)));
    shown = Math.min(shown + STEP, sorted.length);
    rest.hidden = shown === sorted.length;
    more.textContent = `Show ${Math.min(STEP, sorted.length - shown).toLocaleString("en")} more (${shown.toLocaleString("en")} of ${sorted.length.toLocaleString("en")} rows drawn)`;
  };
  const heads = variables.map((name) => {
    const head = h("th", { scope: "col" });
    const turn = () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      sorted = [...rows].sort((one, other) => (down ? -1 : 1) * compare(one[name], other[name]));
      shown = 0;
      body.replaceChildren();
      draw();
    };
    head.append(h("button", { type: "button", title: "sort by this column", click: turn }, said(visible(name))));
    return head;
  });
  draw();
  const number = h("th", { scope: "col" }, h("span", { class: "unseen" }, "row"));
  const table = h("table", { class: "rows" }, h("thead", {}, h("tr", {}, number, ...heads)), body);
  return h("div", {}, h("div", { class: "scrolled", tabindex: "0", role: "region", "aria-label": "Rows" }, table), rest);
}

/** @param {string[]} variables @param {Row} row @param {number} number @param {import("./terms.js").Shorten} shorten */
function rowOf(variables, row, number, shorten) {
  const cells = variables.map((name) => h("td", { class: numberOf(row[name]) === null ? null : "numeric" }, drawn(row[name], shorten)));
  return h("tr", {}, h("td", { class: "numeric count" }, String(number)), ...cells);
}

/** @param {import("./terms.js").Term | undefined} one @param {import("./terms.js").Term | undefined} other @returns {number} what is not bound comes first */
export function compare(one, other) {
  if (!one || !other) return Number(Boolean(one)) - Number(Boolean(other));
  const [left, right] = [numberOf(one), numberOf(other)];
  if (left !== null && right !== null) return left - right;
  return collator.compare(String(one.value), String(other.value));
}
