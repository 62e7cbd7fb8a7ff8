/** The named queries: a list to search, each with its documentation and a form for its parameters. */

import { counted, h, said } from "../dom.js";
import { QueryTrouble, getJson } from "./answer.js";
import { labelOf, makeField } from "./field.js";

/**
 * @typedef {{ name: string, title: string, about: string, text: string, parameters: import("./field.js").Parameter[] }} NamedQuery
 * @typedef {(text: string, run: boolean) => void} Take
 */

/**
 * @param {HTMLInputElement} search @param {HTMLElement} list @param {HTMLElement} told @param {NamedQuery[]} queries
 * @param {import("./completion.js").Vocabulary} vocabulary @param {Take} take
 */
export function wireGallery(search, list, told, queries, vocabulary, take) {
  const entries = queries.map((query) => ({ query, element: entryOf(query, vocabulary, take) }));
  list.replaceChildren(...entries.map(({ element }) => element));
  search.addEventListener("input", () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (/** @type {NamedQuery} */ { name, title, about, text }) => words.every((word) => `${name} ${title} ${about} ${text}`.toLowerCase().includes(word));
    entries.forEach(({ query, element }) => (element.hidden = !fits(query)));
    const left = entries.filter(({ element }) => !element.hidden).length;
    told.textContent = left ? `${counted(left, "query", "queries")} found` : "No named query says that. Try one word.";
    told.classList.toggle("unseen", left > 0);
  });
}

/** @param {NamedQuery} query @param {import("./completion.js").Vocabulary} vocabulary @param {Take} take @returns {HTMLElement} */
function entryOf(query, vocabulary, take) {
  const body = h("div", { class: "documented" });
  const entry = h("details", { class: "named", name: "named-query", "data-name": query.name }, h("summary", {}, said(query.title)), body);
  entry.addEventListener("toggle", () => {
    if (entry.hasAttribute("open") && !body.children.length) body.append(...documented(query, vocabulary, take));
  });
  return h("li", {}, entry);
}

/** @param {NamedQuery} query @param {import("./completion.js").Vocabulary} vocabulary @param {Take} take @returns {HTMLElement[]} */
function documented(query, vocabulary, take) {
  const fields = query.parameters.map((parameter) => ({ parameter, ...makeField(parameter, vocabulary) }));
  const wrong = h("div", { class: "wrong-field", role: "alert" });
  const go = async (/** @type {boolean} */ run) => {
    wrong.replaceChildren();
    try {
      const values = new URLSearchParams(fields.map(({ parameter, value }) => [parameter.name, value()]));
      const { text } = await getJson(`api/queries/${encodeURIComponent(query.name)}?${values}`);
      take(undocumented(text), run);
    } catch (error) {
      if (!(error instanceof QueryTrouble)) throw error;
      wrong.replaceChildren(...complaint(error.trouble, fields, vocabulary));
    }
  };
  const form = h(
    "form",
    {},
    ...fields.map(({ element }) => element),
    wrong,
    h("div", { class: "row" }, h("button", { type: "submit", class: "action primary" }, "Run"), h("button", { type: "button", class: "action", click: () => void go(false) }, "Load into editor")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void go(true);
  });
  return [h("p", {}, ...prose(query.about)), form, h("p", { class: "muted small" }, "Name: ", said(query.name))];
}

/** @param {string} text @returns {string} without the header lines that the gallery shows already, save the title */
export function undocumented(text) {
  return text.replace(/^# (?:about|param):.*\n/gm, "");
}

/** @param {string} text with names of columns in `backticks` @returns {HTMLElement[]} */
export function prose(text) {
  return text.split("`").map((part, index) => (index % 2 ? h("code", {}, part) : said(part)));
}

/**
 * @param {import("./answer.js").Trouble} trouble
 * @param {(import("./field.js").Field & { parameter: import("./field.js").Parameter })[]} fields
 * @param {import("./completion.js").Vocabulary} vocabulary
 * @returns {HTMLElement[]} what is wrong, with the nearest names as buttons that fill the field
 */
function complaint({ message, nearest = [] }, fields, vocabulary) {
  const guilty = fields.find(({ value }) => value() && message.includes(value())) ?? fields[0];
  const buttons = nearest.map((id) => labelOf(id, vocabulary)).map((name) => h("button", { type: "button", class: "action", click: () => guilty?.write(name) }, said(name)));
  return [h("p", {}, said(message)), h("div", { class: "row" }, ...buttons)];
}
