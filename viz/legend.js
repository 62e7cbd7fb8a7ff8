/**
 * The legend, which is also the filter for standing and kind, and the drawer with all other filters. Each value says how
 * many would be there if it were shown.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {{ id: string, label: string, sign?: Element, count: number }} Choice
 */

import { h, refill, said } from "./dom.js";
import { tallies } from "./filters.js";
import { kindShape, lineSample } from "./marks.js";
import { plain } from "./search.js";
import { STANCES } from "./stances.js";

/** More choices than this are found by typing. */
const MANY = 20;
const STANCE_ORDER = Object.keys(STANCES);
/** The sorts of the drawer that are a few buttons each, with their titles. */
const TITLES = { stance: "A source…", tier: "Tier of the source", basis: "Basis", family: "Sort of relation", collection: "Collection", source: "Source" };

/**
 * @param {Data} data @param {{ standings: HTMLElement, kinds: HTMLElement, drawer: HTMLElement }} places
 * @param {Set<string>} claims what the drawn part holds before filtering @param {string[]} without
 * @param {(without: string[]) => void} filterTo
 */
export function showFilters(data, places, claims, without, filterTo) {
  const all = tallies(data, claims, []);
  const now = without.length ? tallies(data, claims, without) : all;
  const toggle = (/** @type {string} */ id) => filterTo(without.includes(id) ? without.filter((one) => one !== id) : [...without, id]);
  const button = (/** @type {Choice} */ { id, label, sign, count }) => {
    const pressed = String(!without.includes(id));
    const told = { "data-filter": id, "data-key": id, "aria-pressed": pressed, title: label.length > 30 ? label : null };
    return h("button", { type: "button", class: "filter", ...told, click: () => toggle(id) }, sign, said(label, "label"), h("small", {}, String(count)));
  };
  const there = (/** @type {string} */ sort, /** @type {string} */ id) => all.has(`${sort}:${id}`) || without.includes(id);
  const count = (/** @type {string} */ key) => now.get(key) ?? 0;
  const { standings, kinds } = data.content.looks;
  refill(places.standings, ...standings.filter(({ id }) => there("standing", id)).map((look) =>
    button({ id: look.id, label: `${look.mark} ${look.id}`, sign: lineSample(look), count: count(`standing:${look.id}`) })));
  refill(places.kinds, ...kinds.filter(({ id }) => there("kind", id)).map((look) =>
    button({ id: look.id, label: look.plural, sign: /** @type {Element} */ (kindShape(data, look.id)), count: count(`kind:${look.id}`) })));
  const groups = Object.entries(TITLES).map(([sort, title]) => {
    const values = valuesOf(data, sort, all, without).map((value) => button({ id: `${sort}:${value}`, label: nameOf(data, sort, value), count: count(`${sort}:${value}`) }));
    return values.length > 1 && h("fieldset", { "data-sort": sort }, h("legend", {}, title), values.length > MANY && narrowing(sort), h("div", { class: "row" }, ...values));
  });
  const note = h("p", { class: "muted" }, "A claim stays while at least one of its assertions fits all that is chosen here. Its standing always counts every source.");
  const typed = /** @type {HTMLInputElement | null} */ (places.drawer.querySelector("[data-narrow]"))?.value ?? "";
  refill(places.drawer, ...groups, years(all, without, filterTo, count), note);
  const field = /** @type {HTMLInputElement | null} */ (places.drawer.querySelector("[data-narrow]"));
  if (!field || !typed) return;
  field.value = typed; // what was typed stays while filters change
  narrow(field);
}

/** @param {string} sort @returns {HTMLElement} a field that leaves only the buttons whose words fit */
function narrowing(sort) {
  const name = `Find a ${sort}`;
  return h("input", { type: "text", "data-narrow": sort, "data-key": `narrow ${sort}`, placeholder: `${name}…`, "aria-label": name, autocomplete: "off", spellcheck: "false",
    input: (event) => narrow(/** @type {HTMLInputElement} */ (event.target)) });
}

/** @param {HTMLInputElement} field */
function narrow(field) {
  const parts = plain(field.value).split(" ").filter(Boolean);
  for (const one of field.parentElement?.querySelectorAll(".filter") ?? []) {
    const text = plain(`${one.querySelector(".label")?.textContent ?? ""} ${one.getAttribute("data-filter")}`);
    /** @type {HTMLElement} */ (one).hidden = !parts.every((part) => text.includes(part));
  }
}

/** @param {Data} data @param {string} sort @param {Map<string, number>} all @param {string[]} without @returns {string[]} most first */
function valuesOf(data, sort, all, without) {
  const start = `${sort}:`;
  const keys = [...all.keys(), ...without].filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
  const number = (/** @type {string} */ value) => all.get(start + value) ?? 0;
  const order = sort === "stance" ? STANCE_ORDER : [];
  return [...new Set(keys)].sort((a, b) => order.indexOf(a) - order.indexOf(b) || number(b) - number(a) || a.localeCompare(b, "en"));
}

/** @param {Data} data @param {string} sort @param {string} value @returns {string} */
function nameOf(data, sort, value) {
  if (sort === "source") return data.nameOf(value);
  return (sort === "basis" ? data.word("basis", value) : value) || "none";
}

/**
 * @param {Map<string, number>} all @param {string[]} without @param {(without: string[]) => void} filterTo
 * @param {(key: string) => number} count
 */
function years(all, without, filterTo, count) {
  const known = [...all.keys()].flatMap((key) => /^year:(\d+)$/.exec(key)?.[1] ?? []).map(Number).sort((a, b) => a - b);
  if (!known.length) return null;
  const upto = without.flatMap((one) => /^year:-(\d+)$/.exec(one)?.[1] ?? []).map(Number);
  const from = without.flatMap((one) => /^year:(\d+)-$/.exec(one)?.[1] ?? []).map(Number);
  const others = (/** @type {RegExp} */ form) => without.filter((one) => !form.test(one));
  const select = (/** @type {string} */ name, /** @type {number | null} */ chosen, /** @type {(year: number | null) => void} */ choose) =>
    h("label", {}, `${name} `, h("select", { "data-key": `year ${name}`, "data-year": name, change: (event) => choose(Number(/** @type {HTMLSelectElement} */ (event.target).value) || null) },
      h("option", { value: "" }, "any year"),
      ...[...new Set([...known, ...(chosen ? [chosen] : [])])].sort((a, b) => a - b).map((year) => h("option", { value: String(year), selected: year === chosen }, String(year)))));
  const none = "year:none";
  const undated = all.has(none) && h("button", { type: "button", class: "filter", "data-filter": none, "data-key": none, "aria-pressed": String(!without.includes(none)),
    click: () => filterTo(without.includes(none) ? without.filter((one) => one !== none) : [...without, none]) }, "undated", h("small", {}, String(count(none))));
  return h("fieldset", { "data-sort": "year" }, h("legend", {}, "Year of the source"), h("div", { class: "row" },
    select("from", upto.length ? Math.max(...upto) + 1 : null, (year) => filterTo([...others(/^year:-\d+$/), ...(year ? [`year:-${year - 1}`] : [])])),
    select("to", from.length ? Math.min(...from) - 1 : null, (year) => filterTo([...others(/^year:\d+-$/), ...(year ? [`year:${year + 1}-`] : [])])),
    undated));
}
