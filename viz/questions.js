/**
 * The landing: what the page holds, and the questions that people ask.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./asked.js").Panel} Panel
 */

import { asked } from "./asked.js";
import { purpose } from "./disagreements.js";
import { counted, h, said } from "./dom.js";
import { format } from "./state.js";

/** @param {Data} data @returns {Panel} */
export function startPanel(data) {
  const { questions } = asked(data);
  const body = h(
    "article",
    { class: "start" },
    h("h2", { tabindex: "-1" }, "What would you like to know?"),
    h("p", { class: "purpose" }, ...purpose(data)),
    h("ul", { class: "questions cards" }, ...questions.map(question)),
    questions.length === 0 && h("p", { class: "notice" }, "There is too little here to ask about."),
    h("p", { class: "muted" }, "Or look for any concept, source or claim in the field above, or see ", h("a", { href: format({ in: "overview" }) }, `all ${counted(data.disagreements.size, "disagreement")} as a list`), " and ", h("a", { href: format({ ask: "sources" }) }, `all ${counted(data.sources.size, "source")}`), "."),
  );
  return { body, lifted: null, scope: null };
}

/** @param {import("./asked.js").Question} one */
function question({ text, number, state }) {
  return h("li", {}, h("a", { href: format(state), class: "entry question" }, h("strong", {}, said(text)), h("small", {}, said(number))));
}
