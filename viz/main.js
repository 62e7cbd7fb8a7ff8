/**
 * The page: reads the address, draws what it asks for, and turns what the reader does into a new address.
 *
 * @typedef {import("./state.js").State} State
 */

import { hidden, resetButton, showCounts, showScopes } from "./bar.js";
import { readData } from "./data.js";
import { counted, h } from "./dom.js";
import { Focus } from "./focus.js";
import { Graph } from "./graph.js";
import { showFilters } from "./legend.js";
import { enterList, showList } from "./list.js";
import { asking, panelOf } from "./panels.js";
import { drawable, filtered, hiddenByFilter, lifted, scopeOf } from "./scope.js";
import { wireSearch } from "./searchbox.js";
import { closed, empty, format, opened, parse } from "./state.js";
import { takeMenu } from "./take.js";
import { Trail } from "./trail.js";
import { showWhose } from "./whose.js";

/** More concepts than this are shown as a list, unless the reader wants the graph. */
const MOST_AT_ONCE = 600;

const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const data = await readData();
const panel = part("panel-body");
const list = part("list");
const phone = matchMedia("(max-width: 699px)");
const focus = new Focus(panel, list);
const trail = new Trail(data, current);
/** What stays as it is wherever the reader goes. */
let kept = keeping(parse(location.hash));
/** What is shown, for what takes it away. @type {import("./take.js").Shown} */
let shown = { claims: new Set(), concepts: new Set(), title: "" };

/** @returns {State} what the address asks for; an empty one asks for what the page was made to open on */
function current() {
  const state = parse(location.hash);
  if (!empty(state)) return state;
  return data.content.focus ? { ...state, concept: data.content.focus } : { ...state, ask: "start" };
}

/** @param {State} state @returns {Pick<State, "without" | "view" | "sort">} */
function keeping({ without, view, sort }) {
  return { without, view, sort };
}

/** @param {Partial<State>} wanted */
function go(wanted) {
  location.hash = format(wanted);
}

const graph = new Graph(part("canvas"), data, {
  concept: (id) => go({ in: scopeOf(data, current()).name, ...around(), concept: id }),
  enter: (id) => enter(id),
  claim: (id) => go({ ...current(), ...(asking(current()) ? {} : { in: scopeOf(data, current()).name, disagreement: null, ask: null }), claim: id }),
  nothing: () => opened(current()) && leave(),
});

/** @returns {Partial<State>} what tells how much of the picture is drawn */
function around() {
  const { steps, way, expand } = current();
  return { steps, way, expand };
}

/** @param {string} id a concept that was pressed twice: its neighbours join the picture; if all are there, it becomes the middle */
function enter(id) {
  const state = { ...current(), concept: id };
  const before = scopeOf(data, state).places.size;
  const grown = { ...state, expand: [...state.expand.filter((one) => one !== id), id] };
  go(scopeOf(data, grown).places.size > before ? grown : { concept: id });
}

/** Closes what is open, or leaves the part that is drawn. */
function leave() {
  const state = current();
  const outside = closed(state, scopeOf(data, state).name);
  focus.leaving = format(outside) !== location.hash;
  go(outside);
}

/** Draws the state that the address asks for. */
function show() {
  const state = current();
  const told = panelOf(data, state, scopeOf(data, state).name, go);
  const scope = scopeOf(data, state, told.scope);
  const unfiltered = { ...state, without: [] };
  const whole = state.without.length ? filtered(data, scopeOf(data, unfiltered, told.scope), unfiltered) : filtered(data, scope, state);
  const visible = filtered(data, scope, state);
  const drawn = drawable(data, scope, visible);
  const missing = hiddenByFilter(whole.claims, visible.claims, told.lifted);
  const view = state.view ?? (phone.matches || drawn.concepts.size > MOST_AT_ONCE ? "list" : "graph");
  shown = { ...visible, title: scope.title };
  showFilters(data, { standings: part("standings"), kinds: part("kinds"), drawer: part("drawer") }, whole.claims, state.without, filterTo);
  showWhose(data, part("whose"), state.without, filterTo);
  showCounts(data, part("shown"), scope, visible, view === "list" ? visible : drawn, missing);
  part("filtered").hidden = !missing;
  part("filtered").replaceChildren(...(missing ? [h("p", {}, hidden(missing)), resetButton(filterTo)] : []));
  showScopes(data, part("scopes"), state, scope, { filterTo, go, look }, view);
  showPanel(state, told.body);
  list.hidden = view !== "list";
  part("zoom").hidden = view === "list";
  const uncovered = view === "graph" && Boolean(part("canvas").hidden);
  part("canvas").hidden = view !== "graph";
  if (view === "list") showList(data, list, visible.claims, state.claim ? lifted(data, { ...state, claim: null }) : told.lifted, state, go);
  else graph.show({ scope, ...drawn, lifted: told.lifted, concept: state.concept, claim: state.claim }, uncovered); // last: it fits the room left
}

/** @param {State} state @param {HTMLElement} content */
function showPanel(state, content) {
  const inside = opened(state);
  focus.remember();
  const close = h("button", { type: "button", class: "close", "aria-label": "Close (Escape)", click: () => leave() }, "×");
  const [href, text] = state.disagreement ? [format({ in: "overview" }), "← All disagreements"] : [format({ ask: "start" }), "← All questions"];
  const back = h("p", { class: "back" }, h("a", { href }, text));
  panel.replaceChildren(...(inside ? [close] : []), trail.crumbs() ?? (inside ? back : ""), content, footer());
  panel.scrollTop = 0;
  setSheet(inside || state.ask === "start");
  const { concept, source, claim, disagreement, ask, from, to } = state;
  focus.settle(format({ concept, source, with: state.with, claim, disagreement, ask, from, to }), inside);
}

/** @returns {HTMLElement} */
function footer() {
  const quoted = data.content.quoted ? "" : " Made without the texts of the sources: their exact words stand behind the links.";
  return h("p", { class: "footer" }, `Paraphrases are ours.${quoted} This page sends and loads nothing.`);
}

/** @param {Partial<State>} change a change that is no step to go back to */
function change(change) {
  history.replaceState(history.state, "", format({ ...current(), ...change }));
  kept = keeping(parse(location.hash));
  trail.stay();
  show();
}

/** @param {string[]} without */
function filterTo(without) {
  change({ without: [...new Set(without)], page: null });
}

/** @param {"graph" | "list"} view */
function look(view) {
  go({ ...current(), view });
}

/** What is filtered out, and the way to look, stay so wherever the reader goes; back in the history all is as it was. */
function arrive() {
  const state = parse(location.hash);
  if (!trail.returned()) {
    const without = state.without.length ? state.without : kept.without;
    const inherited = { ...state, without, view: state.view ?? kept.view, sort: state.sort ?? kept.sort };
    if (format(inherited) !== format(state)) history.replaceState(null, "", format(inherited));
  }
  kept = keeping(parse(location.hash));
  trail.arrive();
  show();
}

/** @param {string} id @param {boolean} open */
function unfold(id, open) {
  part(id).hidden = !open;
  part(`${id}-switch`).setAttribute("aria-expanded", String(open));
}

/** @param {boolean} open on a small screen the panel is a sheet over the graph */
function setSheet(open) {
  document.body.dataset.sheet = open ? "open" : "closed";
  part("sheet").setAttribute("aria-expanded", String(open));
  part("sheet").textContent = open ? "▼ Read less" : "▲ Read";
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const { target, key } = event;
  const writing = target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (key === "Escape" && !part("drawer").hidden && part("drawer").contains(document.activeElement)) {
    unfold("drawer", false);
    part("drawer-switch").focus();
  } else if (key === "Escape") leave();
  else if (key === "/" && !writing) {
    event.preventDefault();
    part("search").focus();
  } else if ((key === "j" || key === "k") && !writing && !list.hidden) enterList(list);
}

const assertions = [...data.claims.values()].reduce((sum, claim) => sum + claim.assertions.length, 0);
part("counts").replaceChildren(h("a", { href: format({ ask: "sources" }), title: `All sources${data.split()}` }, counted(data.sources.size, "source")), ` · ${counted(data.claims.size, "claim")} · ${counted(assertions, "assertion")}`);
wireSearch(/** @type {HTMLInputElement} */ (part("search")), part("found"), data, (found) => {
  focus.searched = true;
  go(found);
});
part("take").append(takeMenu(data, { shown: () => shown, graph }));
part("skip").addEventListener("click", () => focus.heading());
part("zoom-in").addEventListener("click", () => graph.zoom(1.3));
part("zoom-out").addEventListener("click", () => graph.zoom(1 / 1.3));
part("zoom-fit").addEventListener("click", () => graph.fit(0));
for (const id of ["legend", "drawer"]) part(`${id}-switch`).addEventListener("click", () => unfold(id, Boolean(part(id).hidden)));
part("sheet").addEventListener("click", () => setSheet(document.body.dataset.sheet !== "open"));
unfold("legend", !matchMedia("(max-width: 900px)").matches);
phone.addEventListener("change", show);
addEventListener("hashchange", arrive);
addEventListener("keydown", onKey);
trail.arrive();
show();
// For tests and for the curious: nothing in the page reads it.
Object.assign(window, { kneegraph: { data, graph, shown: () => shown, parse, format } });
