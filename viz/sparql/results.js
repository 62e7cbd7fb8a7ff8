/** The place below the editor: an answer as table, graph and raw text, to be downloaded. */

import { counted, h } from "../dom.js";
import { QueryTrouble, send } from "./answer.js";
import { linksOf } from "./links.js";
import { menu, save, toast } from "./menu.js";
import { makePicture } from "./picture.js";
import { toCsv } from "./spreadsheet.js";
import { makeTable } from "./table.js";
import { visible } from "./terms.js";

/** @typedef {import("./answer.js").Answer} Answer */

const RAW_SHOWN = 200_000;
const TABLES = { "CSV (W3C)": ["text/csv", "csv"], TSV: ["text/tab-separated-values", "tsv"], JSON: ["application/sparql-results+json", "srj"], XML: ["application/sparql-results+xml", "srx"] };
const TRIPLES = { Turtle: ["text/turtle", "ttl"], "N-Triples": ["application/n-triples", "nt"], "JSON-LD": ["application/ld+json", "jsonld"], "RDF/XML": ["application/rdf+xml", "rdf"] };

/** @param {Answer} answer @returns {string} the sentence about its size and time */
export function summary(answer) {
  const time = `${Math.max(1, Math.round(answer.milliseconds)).toLocaleString("en")} ms`;
  if (answer.kind === "yes-no") return `${answer.value ? "Yes" : "No"} · ${time}`;
  const counts = { rows: ["row", "rows"], triples: ["triple", "triples"] };
  const [one, many] = counts[answer.kind];
  return `${counted(answer.rows.length, one, many).replace(/^\d+/, (number) => Number(number).toLocaleString("en"))} · ${time}`;
}

/**
 * @param {Answer} answer @param {string} query @param {import("./terms.js").Shorten} shorten @param {import("./completion.js").Vocabulary} vocabulary
 * @returns {HTMLElement}
 */
export function drawAnswer(answer, query, shorten, vocabulary) {
  const raw = () => h("pre", { class: "raw", tabindex: "0", "aria-label": "The answer as it came" }, visible(answer.text.slice(0, RAW_SHOWN)) + (answer.text.length > RAW_SHOWN ? "\n… cut here; download it for the rest" : ""));
  if (answer.kind === "yes-no") {
    const word = h("p", { class: "yes-no", "data-answer": answer.value ? "yes" : "no" }, answer.value ? "Yes" : "No");
    return h("div", {}, h("div", { class: "bar" }, downloads(answer, query)), word);
  }
  const picture = () => makePicture(linksOf(answer, shorten, vocabulary));
  const views = { Table: () => makeTable(answer.variables, answer.rows, shorten), Graph: picture, Raw: raw };
  return tabbed(views, downloads(answer, query), answer.kind === "triples" && linksOf(answer, shorten, vocabulary).lines.length ? "Graph" : "Table");
}

/** @param {Record<string, () => HTMLElement>} views each drawn when first looked at @param {HTMLElement} beside @param {string} first @returns {HTMLElement} */
function tabbed(views, beside, first) {
  const panel = h("div", { class: "view", role: "tabpanel", id: "view" });
  /** @type {Map<string, HTMLElement>} */
  const made = new Map();
  const tabs = Object.keys(views).map((name) => h("button", { type: "button", role: "tab", id: `tab-${name}`, class: "action", "aria-controls": "view", click: () => show(name) }, name));
  const show = (/** @type {string} */ name) => {
    tabs.forEach((tab) => {
      tab.setAttribute("aria-selected", String(tab.textContent === name));
      tab.setAttribute("tabindex", tab.textContent === name ? "0" : "-1");
    });
    panel.setAttribute("aria-labelledby", `tab-${name}`);
    const view = made.get(name) ?? views[name]();
    made.set(name, view);
    panel.replaceChildren(view);
  };
  const list = h("div", { class: "row", role: "tablist", "aria-label": "Answer as" }, ...tabs);
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(tabs.findIndex((tab) => tab === document.activeElement) + step + tabs.length) % tabs.length];
    next.focus();
    next.click();
  });
  show(first);
  return h("div", {}, h("div", { class: "bar" }, list, beside), panel);
}

/** @param {Answer} answer @param {string} query @returns {HTMLElement} */
function downloads(answer, query) {
  const formats = Object.entries(answer.kind === "triples" ? TRIPLES : TABLES);
  const spreadsheet = answer.kind === "rows" ? [{ text: "CSV for spreadsheets", note: "formulas made plain", act: () => save(new Blob(["\ufeff", toCsv(answer)], { type: "text/csv;charset=utf-8" }), "kneegraph.csv") }] : [];
  return menu("Download", [...spreadsheet, ...formats.map(([text, [type, ending]]) => ({ text, act: () => void download(query, type, ending) }))]);
}

/** @param {string} query @param {string} type @param {string} ending */
export async function download(query, type, ending) {
  toast("Fetching…");
  try {
    const response = await send(query, type);
    save(await response.blob(), `kneegraph.${ending}`);
    toast("Downloaded");
  } catch (error) {
    toast(error instanceof QueryTrouble ? `Not downloaded: ${error.message}` : "Not downloaded: the answer broke off");
  }
}
