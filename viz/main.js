/**
 * The page: reads the address, draws what it asks for, and turns what the reader does into a new address.
 *
 * @typedef {import("./state.js").State} State
 */

import { conceptCard } from "./concept.js";
import { readData } from "./data.js";
import { disagreementCard, disagreementList } from "./disagreements.js";
import { counted, h } from "./dom.js";
import { dossier } from "./dossier.js";
import { Graph } from "./graph.js";
import { showLegend } from "./legend.js";
import { filtered, hiddenByFilter, lifted, scopeOf } from "./scope.js";
import { wireSearch } from "./searchbox.js";
import { sourceCard } from "./source.js";
import { closed, format, opened, parse } from "./state.js";

/** Standings that "only disagreement" leaves out. */
const AGREED = ["supported", "reported"];

const data = readData();
/** What the reader has filtered out. */
let hidden = parse(location.hash).without;
let shownBefore = false;
/** Whether the reader just closed something: then the focus goes back to what had opened it. */
let leaving = false;
/** What the panel showed last, and for each thing it showed, the link or field that led out of it. */
let panelBefore = "";
/** @type {Map<string, string>} */
const openers = new Map();
/** Whether what comes next was chosen in the search. */
let searched = false;

const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const panel = part("panel-body");

/** @returns {State} what the address asks for; an empty one asks for what the page was made to open on */
function current() {
  const state = parse(location.hash);
  return !state.in && !opened(state) && data.content.focus ? { ...state, concept: data.content.focus } : state;
}

/** @param {Partial<State>} wanted */
function go(wanted) {
  location.hash = format(wanted);
}

const graph = new Graph(part("canvas"), data, {
  concept: (id) => go({ in: scopeOf(data, current()).name, concept: id }),
  enter: (id) => go({ concept: id }),
  claim: (id) => go({ ...current(), in: scopeOf(data, current()).name, disagreement: null, claim: id }),
  nothing: () => opened(current()) && leave(),
});

/** Closes what is open, or leaves the part that is drawn. */
function leave() {
  const state = current();
  const outside = closed(state, scopeOf(data, state).name);
  leaving = format(outside) !== location.hash;
  go(outside);
}

/** Draws the state that the address asks for. */
function show() {
  const state = current();
  const scope = scopeOf(data, state);
  const visible = filtered(data, scope, state);
  const unfiltered = filtered(data, scope, { ...state, without: [] });
  showLegend(data, { standings: part("standings"), kinds: part("kinds") }, unfiltered, state.without, toggle);
  showCounts(visible, scope.title, hiddenByFilter(unfiltered.claims, visible.claims, lifted(data, state)));
  showScopes(state, scope.name);
  showPanel(state, scope.name);
  graph.show({ scope, ...visible, lifted: lifted(data, state), concept: state.concept, claim: state.claim }); // last: it fits the room left
}

/** @param {{ concepts: Set<string>, claims: Set<string> }} visible @param {string} title @param {number} missing hidden by the filter */
function showCounts(visible, title, missing) {
  const concepts = `${visible.concepts.size} of ${counted(data.nodes.size, "concept")}`;
  const claims = `${visible.claims.size} of ${counted(data.claims.size, "claim")}`;
  const hides = `The filter hides ${counted(missing, "claim")} here.`;
  part("shown").replaceChildren(h("strong", {}, title), `: ${concepts}, ${claims} shown`, ...(missing ? [". ", h("strong", {}, hides)] : []));
  part("filtered").hidden = !missing;
  part("filtered").replaceChildren(...(missing ? [h("p", {}, hides), resetButton()] : []));
}

/** @returns {HTMLElement} */
function resetButton() {
  return h("button", { type: "button", class: "action", click: () => filterTo([]) }, "Reset filter");
}

/** @param {State} state @param {string} name */
function showScopes(state, name) {
  const link = (/** @type {string} */ to, /** @type {string} */ text) =>
    h("a", { href: format({ in: to }), class: "action", "aria-current": name === to ? "true" : null }, text);
  const only = h("button", { type: "button", class: "action", click: () => filterTo(AGREED) }, "Only disagreement");
  part("scopes").replaceChildren(link("overview", "Overview"), link("all", `All ${data.nodes.size}`), state.without.length ? resetButton() : only);
}

/** @param {State} state @param {string} scopeName */
function showPanel(state, scopeName) {
  const content = panelOf(state, scopeName);
  const inside = opened(state);
  rememberOpener(panelBefore);
  const close = h("button", { type: "button", class: "close", "aria-label": "Close (Escape)", click: () => leave() }, "×");
  const back = h("p", { class: "back" }, h("a", { href: format({ in: "overview" }) }, "← All disagreements"));
  panel.replaceChildren(...(inside ? [close, back] : []), content, footer());
  panel.scrollTop = 0;
  setSheet(inside);
  const { concept, source, claim, disagreement } = state;
  const now = format({ concept, source, claim, disagreement });
  if (shownBefore && now !== panelBefore && (inside || leaving) && !(leaving && focusOpener(now))) focusHeading();
  [panelBefore, leaving, shownBefore] = [now, false, true];
}

/** Moves the focus to what the panel is about. */
function focusHeading() {
  /** @type {HTMLElement | null} */ (panel.querySelector("h2"))?.focus({ preventScroll: true });
}

/** @param {string} left address of what the panel showed */
function rememberOpener(left) {
  if (leaving) return;
  const active = document.activeElement;
  const link = active instanceof HTMLAnchorElement && panel.contains(active) ? active.getAttribute("href") : null;
  if (link) openers.set(left, `#panel-body a[href="${CSS.escape(link)}"]`);
  else if (searched) openers.set(left, "#search");
  else openers.delete(left);
  searched = false;
}

/** @param {string} shown address of what the panel shows @returns {boolean} whether it has what opened the thing just closed */
function focusOpener(shown) {
  const selector = openers.get(shown);
  const found = selector ? document.querySelector(selector) : null;
  if (found instanceof HTMLElement) found.focus();
  return found !== null;
}

/** @param {State} state @param {string} scopeName @returns {HTMLElement} */
function panelOf(state, scopeName) {
  if (state.claim) return dossier(data, state.claim);
  if (state.disagreement) return disagreementCard(data, state.disagreement);
  if (state.source) return sourceCard(data, state.source);
  if (state.concept) return conceptCard(data, state.concept, scopeName);
  return disagreementList(data);
}

/** @returns {HTMLElement} */
function footer() {
  const quoted = data.content.quoted ? "" : " Made without the texts of the sources: their exact words stand behind the links.";
  return h("p", { class: "footer" }, `Paraphrases are ours.${quoted} This page sends and loads nothing.`);
}

/** @param {string} id */
function toggle(id) {
  const { without } = current();
  filterTo(without.includes(id) ? without.filter((one) => one !== id) : [...without, id]);
}

/** @param {string[]} without a filter is no step to go back to */
function filterTo(without) {
  hidden = without;
  history.replaceState(null, "", format({ ...current(), without }));
  show();
}

/** What is filtered out stays so wherever the reader goes, until it is reset. */
function arrive() {
  const state = current();
  if (state.without.length) hidden = state.without;
  else if (hidden.length) history.replaceState(null, "", format({ ...state, without: hidden }));
  show();
}

/** @param {boolean} open */
function setLegend(open) {
  part("legend").hidden = !open;
  part("legend-switch").setAttribute("aria-expanded", String(open));
}

/** @param {boolean} open on a small screen the panel is a sheet over the graph */
function setSheet(open) {
  document.body.dataset.sheet = open ? "open" : "closed";
  part("sheet").setAttribute("aria-expanded", String(open));
  part("sheet").textContent = open ? "▼ Show more of the graph" : "▲ Read";
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key === "Escape") leave();
  const writing = event.target instanceof HTMLInputElement;
  if (event.key === "/" && !writing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    part("search").focus();
  }
}

const assertions = [...data.claims.values()].reduce((sum, claim) => sum + claim.assertions.length, 0);
part("counts").textContent = `${counted(data.sources.size, "source")} · ${counted(data.claims.size, "claim")} · ${counted(assertions, "assertion")}`;
wireSearch(/** @type {HTMLInputElement} */ (part("search")), part("found"), data, (found) => {
  searched = true;
  go(found);
});
part("skip").addEventListener("click", () => focusHeading());
part("zoom-in").addEventListener("click", () => graph.zoom(1.3));
part("zoom-out").addEventListener("click", () => graph.zoom(1 / 1.3));
part("zoom-fit").addEventListener("click", () => graph.fit(0));
part("legend-switch").addEventListener("click", () => setLegend(Boolean(part("legend").hidden)));
part("sheet").addEventListener("click", () => setSheet(document.body.dataset.sheet !== "open"));
setLegend(!matchMedia("(max-width: 900px)").matches);
addEventListener("hashchange", arrive);
addEventListener("keydown", onKey);
show();
// For tests and for the curious: nothing in the page reads it.
Object.assign(window, { kneegraph: { data, graph } });
