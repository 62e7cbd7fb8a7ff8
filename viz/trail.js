/**
 * Where the reader came from: the addresses on the way here, kept with each entry of the browser's history.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./state.js").State} State
 */

import { h, said } from "./dom.js";
import { format, parse } from "./state.js";

/** How many steps are named. */
const NAMED = 3;
const KEPT = 30;
const ASKED = {
  start: "Start",
  disagree: "Where do they disagree?",
  beliefs: "Belief against evidence",
  exercise: "What does this exercise do?",
  routes: "Not by that route",
  turned: "Still repeated",
  gaps: "What is missing?",
  sources: "All sources",
};

/** @param {Data} data @param {State} state @returns {string} what a state is about, in few words */
export function titleOf(data, state) {
  if (state.claim) return data.claims.get(state.claim)?.label ?? state.claim;
  if (state.from || state.to) return `${state.from ? data.label(state.from) : "…"} → ${state.to ? data.label(state.to) : "…"}`;
  if (state.ask === "exercise" && state.concept) return `What ${data.label(state.concept)} does`;
  if (state.ask) return ASKED[state.ask];
  if (state.disagreement) return disagreementTitle(data, state.disagreement);
  if (state.source) return data.nameOf(state.source) + (state.with ? ` and ${data.nameOf(state.with)}` : "");
  if (state.concept) return data.label(state.concept);
  if (state.in?.startsWith("near:")) return `Around ${data.label(state.in.slice("near:".length))}`;
  return state.in === "all" ? "Everything" : "All disagreements";
}

/** @param {Data} data @param {string} id @returns {string} */
function disagreementTitle(data, id) {
  const one = data.disagreements.get(id);
  return one ? `${one.kind}: ${data.claims.get(one.claims[0])?.label ?? ""}` : id;
}

/** The way here. */
export class Trail {
  /** @param {Data} data @param {() => State} current */
  constructor(data, current) {
    this.data = data;
    this.current = current;
    /** @type {string[]} */
    this.way = remembered() ?? [];
    this.here = "";
  }

  /** @returns {boolean} whether the browser went to and fro in its history, and not on to something new */
  returned() {
    return remembered() !== null;
  }

  /** Notes that the reader arrived at what the address now says. */
  arrive() {
    const known = remembered();
    const way = known ?? (this.here ? [...this.way, this.here] : this.way);
    const title = titleOf(this.data, this.current());
    const met = known ? -1 : way.findIndex((one) => titleOf(this.data, parse(one)) === title);
    this.way = (met < 0 ? way : way.slice(0, met)).slice(-KEPT);
    this.stay();
  }

  /** Notes that the address changed in ways that are no step to go back to. */
  stay() {
    const { without, view, sort, page, ...rest } = this.current();
    this.here = format(rest);
    history.replaceState({ way: this.way }, "");
  }

  /** @returns {HTMLElement | null} the last steps as links */
  crumbs() {
    if (!this.way.length) return null;
    const steps = this.way.slice(-NAMED).map((one) => h("li", {}, h("a", { href: one }, said(titleOf(this.data, parse(one))))));
    const before = this.way.length > NAMED ? [h("li", { class: "muted" }, "…")] : [];
    return h("nav", { "aria-label": "Where you came from", class: "crumbs" }, h("ol", {}, ...before, ...steps));
  }
}

/** @returns {string[] | null} the way that the browser kept with this entry */
function remembered() {
  const way = history.state?.way;
  return Array.isArray(way) ? way.filter((one) => typeof one === "string" && one.startsWith("#")) : null;
}
