/**
 * A field for one concept, with completion over all names: a combobox of the ARIA pattern.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./search.js").Entry} Entry
 */

import { counted, h, said } from "./dom.js";
import { kindShape } from "./marks.js";
import { complete, nearest, plain } from "./search.js";

/** @type {WeakMap<Data, Entry[]>} */
const known = new WeakMap();

/**
 * @param {Data} data @param {{ name: string, label: string, chosen: string | null, kinds?: string[] }} asked `kinds`: only
 * concepts of these @param {(id: string) => void} choose @returns {HTMLElement}
 */
export function conceptField(data, { name, label, chosen, kinds }, choose) {
  const list = h("ul", { id: `${name}-found`, role: "listbox", "aria-label": `${label}: found`, class: "completions", hidden: true });
  const input = /** @type {HTMLInputElement} */ (
    h("input", { id: name, type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", placeholder: "Any name of a concept" })
  );
  const told = h("span", { role: "status", class: "unseen" });
  input.value = chosen ? data.label(chosen) : "";
  const wanted = (/** @type {Entry} */ { id }) => !kinds || kinds.includes(data.concepts.get(id)?.kind ?? "");
  const find = () => complete(entriesOf(data).filter(wanted), input.value);
  wire(data, input, list, told, { find, near: () => nearest(entriesOf(data).filter(wanted), input.value), choose });
  return h("div", { class: "field" }, h("label", { for: name }, label), input, list, told);
}

/** @param {Data} data @returns {Entry[]} every name of every concept, made once and when first asked for */
function entriesOf(data) {
  const made = known.get(data) ?? [...data.concepts].flatMap(([id, { label, others }]) =>
    [label, ...others].map((text, place) => ({ sort: /** @type {const} */ ("concept"), id, text: plain(text), label: text, claims: data.degree(id), own: place === 0 })),
  );
  known.set(data, made);
  return made;
}

/**
 * @param {Data} data @param {HTMLInputElement} input @param {HTMLElement} list @param {HTMLElement} told
 * @param {{ find: () => Entry[], near: () => Entry[], choose: (id: string) => void }} deeds
 */
function wire(data, input, list, told, { find, near, choose }) {
  let active = -1;
  const before = input.value;
  const options = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[role=option]")]);
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const point = (/** @type {number} */ to) => {
    active = to;
    options().forEach((option, index) => option.setAttribute("aria-selected", String(index === to)));
    input.setAttribute("aria-activedescendant", options()[to]?.id ?? "");
    options()[to]?.scrollIntoView({ block: "nearest" });
  };
  const open = () => {
    if (!plain(input.value)) return close();
    const found = find();
    const like = found.length ? [] : near();
    const none = found.length ? [] : [h("li", { class: "note", role: "presentation" }, "No concept is called “", said(input.value.trim()), like.length ? "”. Nearest:" : "”.")];
    list.replaceChildren(...none, ...[...found, ...like].map((entry, index) => optionOf(data, entry, `${input.id}-${index}`, choose)));
    told.textContent = found.length ? `${found.length} found` : (none[0].textContent ?? "");
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    return point(found.length ? 0 : -1);
  };
  input.addEventListener("input", open);
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", () => {
    close();
    input.value = before; // what was not chosen is not asked for
  });
  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "ArrowDown" && list.hidden) open();
    else if (event.key === "ArrowDown" && count) point((active + 1) % count);
    else if (event.key === "ArrowUp" && count) point((active + count - 1) % count);
    else if (event.key === "Enter" && options()[active]) choose(options()[active].dataset.id ?? "");
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/** @param {Data} data @param {Entry} entry @param {string} id @param {(id: string) => void} choose */
function optionOf(data, entry, id, choose) {
  const rest = entry.own ? "" : ` → ${data.label(entry.id)}`;
  const words = h("span", {}, said(entry.label), h("span", { class: "muted" }, said(rest)));
  const option = h("li", { role: "option", id, "aria-selected": "false", "data-id": entry.id }, kindShape(data, data.concepts.get(entry.id)?.kind ?? ""), words, h("small", {}, counted(entry.claims, "claim")));
  // A press, not a click: the field would lose focus and the list close before the click arrived.
  option.addEventListener("mousedown", (event) => {
    event.preventDefault();
    choose(entry.id);
  });
  return option;
}
