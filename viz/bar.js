/**
 * The bar over the picture: what is shown, out of how much, and what else could be.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./state.js").State} State
 * @typedef {import("./scope.js").Scope} Scope
 * @typedef {{ concepts: Set<string>, claims: Set<string> }} Part
 */

import { choice, counted, h, refill } from "./dom.js";
import { format } from "./state.js";

/** Standings that "only disagreement" leaves out. */
const AGREED = ["supported", "reported"];
const STEPS = [1, 2, 3].map((steps) => ({ id: String(steps), text: String(steps), spoken: counted(steps, "step") }));
const WAYS = [
  { id: "up", text: "← into it", title: "What leads to it" },
  { id: "both", text: "both ways" },
  { id: "down", text: "out of it →", title: "What follows from it" },
];

/**
 * @param {Data} data @param {HTMLElement} place @param {Scope} scope @param {Part} visible @param {Part} drawn
 * @param {number} missing claims asked for and hidden by the filter
 */
export function showCounts(data, place, scope, visible, drawn, missing) {
  const concepts = `${visible.concepts.size} of ${counted(data.nodes.size, "concept")}`;
  const claims = `${visible.claims.size} of ${counted(data.claims.size, "claim")}`;
  const hides = missing ? [". ", h("strong", {}, hidden(missing))] : [];
  const of = Math.max(scope.centre ? (scope.found ?? 0) : 0, visible.concepts.size);
  const whole = data.partial && scope.name === "overview" ? [". ", h("strong", {}, `Only ${drawn.concepts.size} of ${counted(data.nodes.size, "concept")} are drawn`), ": search, or see the list of all"] : [];
  const part = drawn.concepts.size < of ? [". ", h("strong", {}, `Only ${drawn.concepts.size} of these ${of} concepts are drawn`), ": narrow it, or see the list"] : [];
  place.replaceChildren(h("strong", {}, scope.title), `: ${concepts}, ${claims} shown`, ...hides, ...(whole.length ? whole : part));
}

/** @param {number} missing @returns {string} */
export function hidden(missing) {
  return `The filter hides ${counted(missing, "claim")} here.`;
}

/** @param {(without: string[]) => void} filterTo @returns {HTMLElement} */
export function resetButton(filterTo) {
  return h("button", { type: "button", class: "action", "data-key": "reset", click: () => filterTo([]) }, "Reset filter");
}

/**
 * @param {Data} data @param {HTMLElement} place @param {State} state @param {Scope} scope
 * @param {{ filterTo: (without: string[]) => void, go: (wanted: Partial<State>) => void, look: (view: "graph" | "list") => void }} acts
 * @param {"graph" | "list"} view
 */
export function showScopes(data, place, state, scope, { filterTo, go, look }, view) {
  const link = (/** @type {string} */ to, /** @type {string} */ text) =>
    h("a", { href: format({ in: to }), class: "action", "data-key": to, "aria-current": scope.name === to ? "true" : null }, text);
  const only = h("button", { type: "button", class: "action", "data-key": "reset", click: () => filterTo([...state.without, ...AGREED]) }, "Only disagreement");
  const views = choice("View", [{ id: "graph", text: "Graph" }, { id: "list", text: "List" }], view, (id) => look(id === "list" ? "list" : "graph"));
  refill(place, around(state, scope, go), link("overview", "Overview"), link("all", `All ${data.nodes.size}`), state.without.length ? resetButton(filterTo) : only, views);
}

/** @param {State} state @param {Scope} scope @param {(wanted: Partial<State>) => void} go @returns {HTMLElement | null} how far around a concept */
function around(state, scope, go) {
  if (!scope.centre) return null;
  const set = (/** @type {Partial<State>} */ change) => go({ ...state, in: state.concept === scope.centre ? state.in : scope.name, page: null, ...change });
  return h(
    "div",
    { class: "around row" },
    choice("Steps", STEPS, String(state.steps ?? 1), (id) => set({ steps: id === "1" ? null : Number(id) })),
    choice("Direction", WAYS, state.way ?? "both", (id) => set({ way: id === "up" || id === "down" ? id : null })),
  );
}
