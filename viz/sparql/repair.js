/** Errors that say what to do: where the query is wrong, and buttons that mend it. */

import { counted, h, said } from "../dom.js";
import { getJson } from "./answer.js";
import { WELL_KNOWN } from "./prefixes.js";
import { visible } from "./terms.js";
import { formOf, offsetOf, tokenAt, tokens, withLimit, withPrefix } from "./tokens.js";

/**
 * @typedef {import("./answer.js").Trouble} Trouble
 * @typedef {{ editor: import("./editor.js").Editor, run: () => void, download: () => void }} Page
 */

/** @type {Record<string, string>} */
const TITLES = {
  syntax: "The query cannot be read",
  "unknown-term": "There is no such term",
  refused: "Refused",
  method: "Refused",
  "too-large": "The query is too large",
  timeout: "Stopped at the time limit",
  memory: "Stopped at the memory limit",
  busy: "The server is busy",
  "cut-off": "The answer broke off",
  "too-many": "Too much to draw",
  unreachable: "No answer",
  "not-found": "There is no such thing",
};

/** @param {Trouble} trouble @param {string} query as it was sent @param {Page} page @returns {HTMLElement} */
export function drawTrouble(trouble, query, page) {
  const { kind, message, line, column, caret, limit } = trouble;
  if (line && column && page.editor.text() === query) page.editor.mark(line, column);
  const place = line ? h("button", { type: "button", class: "action", click: () => page.editor.goTo(line) }, `Line ${line}${column ? `, column ${column}` : ""}`) : "";
  const told = limit && !message.includes(limit) ? `${message} (limit: ${limit})` : message;
  return h(
    "div",
    { class: "trouble", role: "alert" },
    h("h2", {}, TITLES[kind] ?? "That did not work"),
    h("p", {}, said(visible(told))),
    caret ? h("pre", {}, visible(caret)) : "",
    h("div", { class: "row repairs" }, place, ...repairs(trouble, query, page)),
  );
}

/** @param {Trouble} trouble @param {string} query @param {Page} page @returns {HTMLElement[]} */
function repairs(trouble, query, page) {
  const { kind, prefix, nearest = [], line, column } = trouble;
  const mend = (/** @type {string} */ text) => {
    page.editor.write(text);
    page.run();
  };
  if (prefix !== undefined) return [prefixRepair(prefix, query, mend)];
  if (nearest.length && line && column) {
    const start = offsetOf(query, line, column);
    const wrong = tokenAt(query, start);
    const change = (/** @type {string} */ name) => mend(`${query.slice(0, start)}${name}${query.slice(wrong?.end ?? start)}`);
    return nearest.slice(0, 3).map((name) => button(`Use ${name}`, () => change(name)));
  }
  const again = button("Run again", () => page.run());
  if (kind === "timeout" || kind === "memory" || kind === "cut-off" || kind === "too-many") {
    const cuts = kind === "too-many" ? 1000 : 100;
    const fewer = ["SELECT", "CONSTRUCT", "DESCRIBE"].includes(formOf(query)) ? [button(`Add LIMIT ${cuts}`, () => mend(withLimit(query, cuts)))] : [];
    return [...fewer, ...(kind === "too-many" ? [button("Download", page.download)] : [again])];
  }
  return kind === "busy" || kind === "unreachable" || kind === "internal" ? [again] : [];
}

/** @param {string} text @param {() => void} act @returns {HTMLElement} */
function button(text, act) {
  return h("button", { type: "button", class: "action primary", click: act }, said(visible(text)));
}

/** @param {string} prefix @param {string} query @param {(text: string) => void} mend @returns {HTMLElement} a button, or a field that asks for the namespace */
function prefixRepair(prefix, query, mend) {
  const known = Object.hasOwn(WELL_KNOWN, prefix) ? WELL_KNOWN[prefix] : null;
  if (known) return button(`Add PREFIX ${prefix}: <${known}>`, () => mend(withPrefix(query, prefix, known)));
  const input = /** @type {HTMLInputElement} */ (h("input", { type: "url", required: true, placeholder: "http://…", "aria-label": `Namespace of ${prefix}:`, pattern: "[^<>\"\\s]+" }));
  const form = h("form", { class: "row" }, h("span", {}, "PREFIX ", said(prefix), ": <"), input, ">", h("button", { type: "submit", class: "action primary" }, "Add"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    mend(withPrefix(query, prefix, input.value.trim()));
  });
  return form;
}

/** @param {string} query that found nothing @param {Page} page @returns {HTMLElement} fills itself when the server has found out why */
export function drawEmpty(query, page) {
  const why = h("div", { "aria-live": "polite" }, h("p", { class: "muted" }, "Looking for the pattern that nothing matches…"));
  getJson(`api/why-empty?query=${encodeURIComponent(query)}`).then(
    (found) => why.replaceChildren(...explained(found, query, page)),
    () => why.replaceChildren(h("p", { class: "muted" }, "Why could not be found out.")),
  );
  return h("div", { class: "empty" }, h("h2", {}, "No rows"), h("p", {}, "The query ran to its end; nothing in the graph matches it."), why);
}

/**
 * A pattern, and the rows that are left after it; null where it cannot be asked without what follows it.
 * @typedef {{ line: number, text: string, rows: number | null }} Pattern
 */

/** The server counts no further. */
const MOST_COUNTED = 1000;

/** @param {number | null} rows @returns {string} */
function counting(rows) {
  if (rows === null) return "not counted alone";
  return rows >= MOST_COUNTED ? `${MOST_COUNTED.toLocaleString("en")} rows or more` : counted(rows, "row");
}

/** @param {{ reasons?: string[], patterns?: Pattern[] }} found @param {string} query @param {Page} page @returns {HTMLElement[]} */
function explained({ reasons = [], patterns = [] }, query, page) {
  const guilty = patterns.findIndex(({ rows }) => rows === 0);
  const steps = patterns.map(({ line, text, rows }, index) => {
    const mark = index === guilty ? h("strong", {}, " ← nothing is left here") : "";
    const place = h("button", { type: "button", class: "action", click: () => page.editor.goTo(line) }, `line ${line}`);
    return h("li", { class: index === guilty ? "guilty" : rows === 0 ? "after" : null }, place, h("code", {}, said(visible(text))), h("span", { class: "count" }, counting(rows), mark));
  });
  const list = patterns.length ? [h("h3", {}, "Rows that are left after each pattern"), h("ol", { class: "patterns" }, ...steps)] : [];
  const said_ = reasons.length ? [h("h3", {}, counted(reasons.length, "likely reason")), h("ul", { class: "reasons" }, ...reasons.map((reason) => h("li", {}, said(visible(reason)), h("div", { class: "row" }, ...nearestIn(reason, query, page)))))] : [];
  if (list.length || said_.length) return [...said_, ...list];
  return [h("p", {}, "Every name in it exists. Take patterns out one by one to see which is too narrow.")];
}

/** @param {string} reason such as `there is no <concept/kne>; nearest: concept/knee` @param {string} query @param {Page} page @returns {HTMLElement[]} */
function nearestIn(reason, query, page) {
  const found = /^there is no (<[^>]+>).*?nearest: (.+)$/.exec(reason);
  const wrong = found && tokens(query).find(({ sort, text }) => sort === "iri" && text.endsWith(found[1].slice(1)));
  if (!found || !wrong) return [];
  const space = wrong.text.slice(0, wrong.text.length - found[1].length + 1) || "<";
  const sort = found[1].slice(1).split("/")[0];
  const names = found[2].split(", ").slice(0, 3).map((name) => (name.includes("/") ? name : `${sort}/${name}`));
  return names.map((name) =>
    button(`Use <${name}>`, () => {
      page.editor.write(`${query.slice(0, wrong.start)}${space}${name}>${query.slice(wrong.end)}`);
      page.run();
    }),
  );
}
