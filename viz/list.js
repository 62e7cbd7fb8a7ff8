/**
 * What is shown, as a table for people who would rather read: sortable, a page at a time, moved through by keys.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Claim} Claim
 * @typedef {import("./state.js").State} State
 * @typedef {{ id: string, claim: Claim }} Row
 * @typedef {{ id: string, title: string, short?: string, first: 1 | -1, value: (claim: Claim, data: Data) => number | string }} Column
 */

import { byDisagreement } from "./data.js";
import { h, refill, said } from "./dom.js";
import { mark } from "./marks.js";
import { format } from "./state.js";

/** Rows at once: a page of 50,000 would freeze. */
export const PAGE = 100;
/** More rows than this are sorted by plain code units: an order of words would take a second. */
const MANY = 5_000;

const ORDER = ["contested", "disputed", "qualified", "supported", "reported"];
const SIGNS = /** @type {const} */ ([["supports", "+"], ["disputes", "×"], ["qualifies", "≈"], ["reports", "”"]]);
const WORDS = new Intl.Collator("en", { numeric: true });

/** `first`: which way a first press sorts. @type {Column[]} */
const COLUMNS = [
  { id: "claim", title: "Claim", first: 1, value: (claim) => claim.label },
  { id: "standing", title: "Standing", first: 1, value: (claim) => ORDER.indexOf(claim.standing ?? "") },
  { id: "for", title: "For", short: "+", first: -1, value: (claim) => claim.tally.supports },
  { id: "against", title: "Against", short: "×", first: -1, value: (claim) => claim.tally.disputes },
  { id: "qualified", title: "Qualified", short: "≈", first: -1, value: (claim) => claim.tally.qualifies },
  { id: "tiers", title: "Tiers", first: 1, value: (claim) => Object.keys(claim.tiers).join(", ") },
  { id: "year", title: "Year", first: -1, value: (claim, data) => data.yearsOf(claim).at(-1) ?? 0 },
];

/**
 * @param {Data} data @param {HTMLElement} place @param {Set<string>} claims @param {Set<string> | null} lifted
 * @param {State} state @param {(wanted: Partial<State>) => void} go
 */
export function showList(data, place, claims, lifted, state, go) {
  const rows = sorted(data, claims, lifted, state.sort);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const page = Math.min(state.page ?? 0, pages - 1);
  const shown = rows.slice(page * PAGE, (page + 1) * PAGE);
  const heads = COLUMNS.map((column) => head(column, state, go));
  const chosen = shown.some(({ id }) => id === state.claim) ? state.claim : shown[0]?.id;
  const body = h("tbody", {}, ...shown.map((row) => rowOf(data, row, lifted, state, row.id === chosen)));
  const caption = h("caption", { class: "unseen" }, `Claims ${page * PAGE + 1} to ${page * PAGE + shown.length} of ${rows.length}. Sort by the heads of the columns; move with the arrow keys.`);
  const table = h("table", { class: "list", keydown: (event) => move(/** @type {KeyboardEvent} */ (event)) }, caption, h("thead", {}, h("tr", {}, ...heads)), body);
  const turned = (/** @type {number} */ to) => () => {
    go({ ...state, page: to || null });
    place.scrollTop = 0;
  };
  const turn = (/** @type {number} */ to, /** @type {string} */ text) =>
    h("button", { type: "button", class: "action", "data-key": `turn ${text}`, disabled: to < 0 || to >= pages, click: turned(to) }, text);
  const turning = pages > 1 && h("div", { class: "turning row" }, turn(page - 1, "← Previous"), `${page * PAGE + 1}–${page * PAGE + shown.length} of ${rows.length}`, turn(page + 1, "Next →"));
  refill(place, rows.length ? table : h("p", { class: "notice" }, "No claim is shown here."), turning);
}

/** @param {HTMLElement} place moves into the list, for who presses j or k outside it @returns {boolean} whether there was a row */
export function enterList(place) {
  const row = place.querySelector("tbody a:not([tabindex])") ?? place.querySelector("tbody a");
  if (row instanceof HTMLElement) row.focus();
  return row !== null;
}

/** @param {Data} data @param {Iterable<string>} claims @param {Set<string> | null} lifted @param {string | null} sort @returns {Row[]} */
export function sorted(data, claims, lifted, sort) {
  const before = orders.get(claims);
  if (before && before.sort === sort && before.lifted === lifted) return before.rows;
  const rows = inOrder(data, claims, lifted, sort);
  orders.set(claims, { sort, lifted, rows });
  return rows;
}

/** How each set of claims was last sorted: turning a page sorts nothing. @type {WeakMap<Iterable<string>, { sort: string | null, lifted: Set<string> | null, rows: Row[] }>} */
const orders = new WeakMap();

/** @param {Data} data @param {Iterable<string>} claims @param {Set<string> | null} lifted @param {string | null} sort @returns {Row[]} */
function inOrder(data, claims, lifted, sort) {
  const rows = [...claims].flatMap((id) => {
    const claim = data.claims.get(id);
    return claim ? [{ id, claim }] : [];
  });
  const words = rows.length > MANY ? plainly : WORDS.compare;
  const column = COLUMNS.find(({ id }) => id === sort?.replace(/^-/, ""));
  if (!column) {
    const out = (/** @type {Row} */ { id }) => (lifted?.has(id) ? 0 : 1);
    return rows.sort((a, b) => out(a) - out(b) || byDisagreement(a.claim, b.claim, words));
  }
  const turn = sort?.startsWith("-") ? -1 : 1;
  const valued = rows.map((row) => ({ row, value: column.value(row.claim, data) }));
  valued.sort((a, b) => turn * compared(a.value, b.value, words) || words(a.row.claim.label, b.row.claim.label));
  return valued.map(({ row }) => row);
}

/** @param {string} a @param {string} b @returns {number} by code unit */
function plainly(a, b) {
  return a < b ? -1 : Number(a > b);
}

/** @param {number | string} a @param {number | string} b @param {(a: string, b: string) => number} words @returns {number} */
function compared(a, b, words) {
  return typeof a === "number" && typeof b === "number" ? a - b : words(String(a), String(b));
}

/** @param {Column} column @param {State} state @param {(wanted: Partial<State>) => void} go */
function head({ id, title, short, first }, state, go) {
  const up = state.sort === id;
  const down = state.sort === `-${id}`;
  const next = up ? `-${id}` : down ? id : first > 0 ? id : `-${id}`;
  const words = short ? [h("span", { class: "wide" }, title), h("abbr", { class: "narrow", title, "aria-label": title }, short)] : [title];
  const button = h("button", { type: "button", "data-key": `sort ${id}`, click: () => go({ ...state, sort: next, page: null }) }, ...words, up ? " ↑" : down ? " ↓" : "");
  return h("th", { scope: "col", class: id, "aria-sort": up ? "ascending" : down ? "descending" : "none" }, button);
}

/** @param {Data} data @param {Row} row @param {Set<string> | null} lifted @param {State} state @param {boolean} entry whether Tab stops here */
function rowOf(data, { id, claim }, lifted, state, entry) {
  const here = id === state.claim;
  const link = h("a", { href: format({ ...state, claim: id }), "data-key": `row ${id}`, tabindex: entry ? null : "-1", "aria-current": here ? "true" : null }, said(claim.label));
  const cell = (/** @type {string} */ name, /** @type {number} */ number) => h("td", { class: number ? name : `${name} none` }, String(number));
  const years = data.yearsOf(claim);
  return h(
    "tr",
    { "data-row": id, class: here ? "here" : lifted && !lifted.has(id) ? "dim" : null },
    h("th", { scope: "row" }, link),
    h("td", { class: "standing" }, mark(data, claim.standing), h("span", { class: "wide" }, claim.standing ?? "nothing known")),
    cell("for", claim.tally.supports),
    cell("against", claim.tally.disputes),
    cell("qualified", claim.tally.qualifies),
    h("td", { class: "tiers" }, tiersOf(claim)),
    h("td", { class: "year" }, years.length > 1 ? `${years[0]}–${years.at(-1)}` : String(years[0] ?? "–")),
  );
}

/** @param {Claim} claim @returns {string} its tiers; of several, each with who is for and against */
function tiersOf(claim) {
  const tiers = Object.entries(claim.tiers);
  if (tiers.length < 2) return tiers.map(([tier]) => tier).join();
  return tiers.map(([tier, tally]) => `${tier} ${SIGNS.flatMap(([stance, sign]) => (tally[stance] ? [`${sign}${tally[stance]}`] : [])).join(" ")}`).join(", ");
}

/** @param {KeyboardEvent} event arrows, j and k, Home and End move from row to row */
function move(event) {
  const rows = /** @type {HTMLElement[]} */ ([...(/** @type {HTMLElement} */ (event.currentTarget).querySelectorAll("tbody a"))]);
  const at = rows.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  const to = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  const row = rows[Math.min(Math.max(to, 0), rows.length - 1)];
  rows[at].setAttribute("tabindex", "-1");
  row.removeAttribute("tabindex");
  row.focus();
}
