/** What a newcomer sees before the first query: three questions, one click each. */

import { h, said } from "../dom.js";
import { prose } from "./gallery.js";

/** Named queries that show a table, a table about one thing, and a graph. */
const FIRST = ["contested", "causes-of", "causal-map"];

/** @param {import("./gallery.js").NamedQuery[]} queries @param {(query: import("./gallery.js").NamedQuery) => void} choose @returns {HTMLElement} */
export function welcome(queries, choose) {
  const free = queries.filter(({ parameters }) => parameters.every((one) => one.default !== undefined && one.default !== null));
  const picked = FIRST.flatMap((name) => free.find((query) => query.name === name) ?? []);
  const examples = [...picked, ...free.filter((query) => !picked.includes(query))].slice(0, 3);
  const cards = examples.map((query) =>
    h("li", {}, h("button", { type: "button", class: "entry", "data-example": query.name, click: () => choose(query) }, h("strong", {}, said(titleOf(query))), h("span", { class: "explained" }, ...prose(query.about)))),
  );
  return h(
    "div",
    { class: "welcome" },
    h("h2", {}, "Ask who claims what, and where they disagree"),
    h("p", { class: "muted" }, "Start with one of these; each shows its SPARQL above and its answer here. More questions are among the named queries."),
    h("ul", { class: "examples" }, ...cards),
    h("p", { class: "muted" }, "Writing your own? Type a concept’s name where it belongs, such as knee valgus, and pick it from the list. The prefixes kg:, view:, skos: and the like need no declaration."),
  );
}

/** @param {import("./gallery.js").NamedQuery} query @returns {string} with the values it will be run with */
function titleOf({ title, parameters }) {
  const values = parameters.map((one) => (one.default ?? "").replaceAll("-", " "));
  return values.length ? `${title}: ${values.join(", ")}` : title;
}
