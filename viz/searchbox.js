/**
 * The search field with completion: a combobox of the ARIA pattern, with a list of our own.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./search.js").Entry} Entry
 */

import { counted, h, said } from "./dom.js";
import { kindShape, mark } from "./marks.js";
import { complete, Entries, nearest, plain } from "./search.js";

/** Milliseconds that who types may wait for names still to be gathered: of a large graph the first answer may be without claims. */
const PATIENCE = 60;

/**
 * @param {HTMLInputElement} input @param {HTMLElement} list @param {Data} data @param {(found: Partial<import("./state.js").State>) => void} choose
 */
export function wireSearch(input, list, data, choose) {
  const known = new Entries(data);
  let whole = false;
  const told = /** @type {HTMLElement} */ (document.getElementById("found-count"));
  let active = -1;
  const options = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[role=option]")]);
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const pick = (/** @type {HTMLElement | undefined} */ option) => {
    if (!option) return;
    const { sort = "", id = "" } = option.dataset;
    input.value = "";
    close();
    input.blur();
    choose({ [sort]: id });
  };
  const point = (/** @type {number} */ to) => {
    active = to;
    options().forEach((option, index) => option.setAttribute("aria-selected", String(index === to)));
    input.setAttribute("aria-activedescendant", options()[to]?.id ?? "");
    options()[to]?.scrollIntoView({ block: "nearest" });
  };
  const open = () => {
    if (!plain(input.value)) return close();
    whole = known.within(PATIENCE);
    const found = complete(known.found, input.value);
    const like = found.length || !whole ? [] : nearest(known.found, input.value);
    const shown = [...found, ...like].map((entry, index) => optionOf(data, entry, index, pick));
    const none = ["No concept, source or claim is called “", said(input.value.trim()), like.length ? "”. Nearest:" : "”."];
    const note = whole ? none : ["Still looking…"];
    list.replaceChildren(...(found.length ? [] : [h("li", { class: "note", role: "presentation" }, ...note)]), ...shown);
    told.textContent = found.length ? `${found.length} found` : (list.firstElementChild?.textContent ?? "");
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    return point(found.length ? 0 : -1);
  };
  known.gather(() => {
    if (!whole && !list.hidden) open(); // what was told before was not all
    whole = true;
  });
  input.addEventListener("input", open);
  input.addEventListener("focus", open);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "ArrowDown" && list.hidden) open();
    else if (event.key === "ArrowDown" && count) point((active + 1) % count);
    else if (event.key === "ArrowUp" && count) point((active + count - 1) % count);
    else if (event.key === "Enter") pick(options()[active]);
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

/** @param {Data} data @param {Entry} entry @param {number} index @param {(option: HTMLElement) => void} pick */
function optionOf(data, entry, index, pick) {
  const option = h(
    "li",
    { role: "option", id: `found-${index}`, "aria-selected": "false", "data-sort": entry.sort, "data-id": entry.id },
    signOf(data, entry),
    h("span", {}, said(entry.sort === "source" ? data.nameOf(entry.id) : entry.label), h("span", { class: "muted" }, said(restOf(data, entry)))),
    h("small", {}, entry.sort === "claim" ? "claim" : `${entry.sort === "source" ? "source, " : ""}${counted(entry.claims, "claim")}`),
  );
  // A press, not a click: the field would lose focus and the list close before the click arrived.
  option.addEventListener("mousedown", (event) => {
    event.preventDefault();
    pick(option);
  });
  return option;
}

/** @param {Data} data @param {Entry} entry @returns {Element | string} the shape of a concept's kind, the mark of a claim's standing */
function signOf(data, { sort, id }) {
  if (sort === "claim") return mark(data, data.claims.get(id)?.standing ?? null);
  return sort === "concept" ? kindShape(data, data.concepts.get(id)?.kind ?? "") : "";
}

/** @param {Data} data @param {Entry} entry @returns {string} the preferred label, if it was found by another; a source's title */
function restOf(data, { sort, id, own }) {
  if (sort === "source") return ` · ${data.sources.get(id)?.title}`;
  return own ? "" : ` → ${data.label(id)}`;
}
