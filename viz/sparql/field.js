/** A field of a named query's form: a text, or a combobox that completes over labels. */

import { h, said } from "../dom.js";
import { getJson } from "./answer.js";
import { conceptsByLabel } from "./completion.js";

/**
 * @typedef {{ name: string, sort: string, about: string, default?: string | null }} Parameter
 * @typedef {{ element: HTMLElement, value: () => string, write: (text: string) => void }} Field
 */

/** @param {Parameter} parameter @param {import("./completion.js").Vocabulary} vocabulary @returns {Field} */
export function makeField(parameter, vocabulary) {
  const { name, sort, about } = parameter;
  const id = `field-${name}`;
  const choices = { concept: conceptNames, relation: relationNames, source: sourceNames }[sort];
  const start = sort === "concept" ? labelOf(parameter.default ?? "", vocabulary) : (parameter.default ?? "");
  const input = /** @type {HTMLInputElement} */ (
    h("input", { id, name, type: "text", autocomplete: "off", spellcheck: "false", "aria-describedby": `${id}-about`, required: true })
  );
  input.value = start;
  const element = h("div", { class: "field" }, h("label", { for: id }, name, " ", h("small", {}, sort)), h("small", { id: `${id}-about` }, about), input);
  const offer = choices && wire(input, element, (typed) => choices(typed, vocabulary));
  if (sort === "source") void learnSources().then(() => offer && input.value && document.activeElement === input && offer()); // who was quicker than the list
  return { element, value: () => input.value.trim(), write: (text) => (input.value = text) };
}

/** @typedef {{ text: string, note: string }} Choice */

/** @type {{ id: string, title: string }[] | null} asked for when a form first needs them */
let sources = null;

/** Without the list the field still takes any identifier or title. */
async function learnSources() {
  if (sources) return;
  sources = [];
  sources = await getJson("api/sources").catch(() => null);
}

/** @param {string} typed @returns {Choice[]} */
function sourceNames(typed) {
  const words = typed.toLowerCase().split(/\s+/);
  const found = (sources ?? []).filter(({ id, title }) => words.every((word) => `${id} ${title}`.toLowerCase().includes(word)));
  return found.map(({ id, title }) => ({ text: id, note: title }));
}

/** @param {string} id @param {import("./completion.js").Vocabulary} vocabulary @returns {string} the concept's label; of anything else, the word itself */
export function labelOf(id, vocabulary) {
  return vocabulary.concepts.find((concept) => concept.id === id)?.label ?? id;
}

/** @param {string} typed @param {import("./completion.js").Vocabulary} vocabulary @returns {Choice[]} */
function conceptNames(typed, vocabulary) {
  return conceptsByLabel(typed, vocabulary).map(({ shown, note }) => ({ text: shown, note }));
}

/** @param {string} typed @param {import("./completion.js").Vocabulary} vocabulary @returns {Choice[]} */
function relationNames(typed, vocabulary) {
  const wanted = typed.toLowerCase();
  const relations = vocabulary.terms.filter((term) => term.sort === "relation" && (term.label.toLowerCase().includes(wanted) || term.name.toLowerCase().includes(wanted)));
  return relations.map(({ name, label }) => ({ text: name.replace(/^kg:/, ""), note: label }));
}

/**
 * @param {HTMLInputElement} input @param {HTMLElement} element @param {(typed: string) => Choice[]} choices
 * @returns {() => void} offers what fits what is typed so far
 */
function wire(input, element, choices) {
  const list = h("ul", { id: `${input.id}-list`, class: "choices", role: "listbox", "aria-label": `Values for ${input.name}`, hidden: true });
  element.append(list);
  Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" }).forEach(([name, value]) => input.setAttribute(name, value));
  let active = -1;
  const options = () => /** @type {HTMLElement[]} */ ([...list.children]);
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const point = (/** @type {number} */ to) => {
    active = to;
    options().forEach((option, index) => option.setAttribute("aria-selected", String(index === to)));
    options()[to]?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options()[to]?.id ?? "");
  };
  const pick = (/** @type {HTMLElement | undefined} */ option) => {
    if (option) input.value = option.dataset.text ?? "";
    close();
  };
  const open = () => {
    const shown = choices(input.value.trim()).slice(0, 12);
    list.replaceChildren(
      ...shown.map(({ text, note }, index) => {
        const option = h("li", { role: "option", id: `${input.id}-${index}`, "aria-selected": "false", "data-text": text }, said(text), h("small", {}, said(note)));
        option.addEventListener("mousedown", (event) => {
          event.preventDefault(); // the field keeps the focus
          pick(option);
        });
        return option;
      }),
    );
    list.hidden = !shown.length;
    input.setAttribute("aria-expanded", String(shown.length > 0));
    active = -1;
  };
  input.addEventListener("input", open);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "ArrowDown" && list.hidden) open();
    else if (event.key === "ArrowDown" && count) point((active + 1) % count);
    else if (event.key === "ArrowUp" && count) point((active + count - 1) % count);
    else if (event.key === "Enter" && !list.hidden && active >= 0) pick(options()[active]);
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return open;
}
