/**
 * Which concepts and claims are drawn for a state, and where they stand.
 *
 * A scope's claims are all that belong to it; those whose concepts both have a place are drawn. `found` tells how many
 * concepts belong to it when not all have a place.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./state.js").State} State
 * @typedef {{ x: number, y: number, caption?: string }} Place
 * @typedef {{ name: string, title: string, places: Map<string, Place>, claims: Set<string>, centre: string | null,
 *   found?: number, grown?: boolean }} Scope
 * `grown`: whether the reader added to it
 */

import { around, inLevels, makeRoom } from "./arrange.js";
import { Filter } from "./filters.js";
import { added, MOST_DRAWN, surroundings } from "./neighbourhood.js";
import { inColumns } from "./pictures.js";

/** Scopes are asked for several times a step; this many are kept. */
const KEPT = 8;
/** @type {WeakMap<Data, Map<string, Scope>>} */
const known = new WeakMap();

/** @param {Data} data @param {State} state @param {Scope | null} [own] what the panel wants drawn @returns {Scope} the same one for the same state */
export function scopeOf(data, state, own = null) {
  if (own) return grownFrom(data, state, own);
  const kept = known.get(data) ?? new Map();
  known.set(data, kept);
  const { page, sort, view, ...rest } = state;
  const key = JSON.stringify(rest);
  const scope = kept.get(key) ?? grownFrom(data, state, usual(data, state, kept));
  kept.delete(key);
  kept.set(key, scope);
  for (const first of kept.size > KEPT ? [...kept.keys()].slice(0, 1) : []) kept.delete(first);
  return scope;
}

/** @param {Data} data @param {State} state @param {Scope} scope @returns {Scope} with the neighbours of what the reader opened */
function grownFrom(data, state, scope) {
  if (!state.expand.length) return scope;
  const filter = new Filter(data, state.without);
  const more = added(data, new Set(scope.places.keys()), state.expand, (claim) => filter.keeps(claim));
  if (!more.size) return scope;
  const places = new Map(scope.places);
  makeRoom(data, places, more, scope.centre === null);
  const grown = drawn(data, scope.name, scope.title, places);
  return { ...grown, grown: true, found: scope.found, centre: scope.centre, claims: new Set([...scope.claims, ...among(data, grown.claims, state.expand)]) };
}

/** @param {Data} data @param {State} state @param {Map<string, Scope>} kept @returns {Scope} */
function usual(data, state, kept) {
  const name = nameOf(data, state);
  if (name.startsWith("near:")) return near(data, name.slice("near:".length), state);
  if (name.startsWith("some:")) return data.partial ? someInColumns(data, name, state) : drawn(data, name, "These claims", some(data, state));
  const same = [...kept.values()].find((scope) => scope.name === name && !scope.grown);
  return same ?? (name === "all" ? everything(data) : overview(data));
}

/** @param {Data} data @returns {Scope} of a large graph only the overview is drawn, though all belongs to it */
function everything(data) {
  if (!data.partial) return drawn(data, "all", "Everything", placesOfAll(data));
  return { ...overview(data), name: "all", title: "Everything", claims: new Set(data.claims.keys()), found: data.nodes.size };
}

/** @param {Data} data @returns {Scope} */
function overview(data) {
  const places = new Map(Object.entries(data.content.overview).map(([id, [x, y]]) => [id, { x, y }]));
  return drawn(data, "overview", data.partial ? "Most connected part" : "Most disputed part", places);
}

/** @param {Data} data @param {string} name @param {State} state @returns {Scope} where not every concept has a place of its own */
function someInColumns(data, name, state) {
  const claims = lifted(data, state) ?? new Set();
  const wanted = new Set([...claims].flatMap((id) => ends(data, id)));
  return { ...inColumns(data, name, "These claims", [...wanted].slice(0, MOST_DRAWN), claims), found: wanted.size };
}

/** @param {Data} data @param {Iterable<string>} claims @param {string[]} concepts @returns {string[]} those about one of the concepts */
function among(data, claims, concepts) {
  return [...claims].filter((id) => ends(data, id).some((end) => concepts.includes(end)));
}

/** @param {Data} data @param {State} state @returns {Set<string> | null} claims to lift out of the rest; null when none */
export function lifted(data, state) {
  if (state.claim) return data.claims.has(state.claim) ? new Set([state.claim]) : null;
  if (state.disagreement) return data.disagreements.has(state.disagreement) ? new Set(data.disagreements.get(state.disagreement)?.claims) : null;
  if (state.source) return data.sources.has(state.source) ? new Set(saidBy(data, state.source, state.with)) : null;
  const alone = (state.steps ?? 1) === 1 && !state.expand.length; // further out, its claims are not the only ones meant
  return alone && state.concept && data.concepts.has(state.concept) ? new Set(data.claimsOf(state.concept)) : null;
}

/**
 * A scope without what the reader has filtered out. Concepts left without a claim go too, unless they were chosen.
 * @param {Data} data @param {Scope} scope @param {State} state
 * @returns {{ concepts: Set<string>, claims: Set<string> }}
 */
export function filtered(data, scope, state) {
  const key = JSON.stringify([state.without, state.concept]);
  const kept = parts.get(scope) ?? [];
  const part = kept.find((one) => one.key === key)?.part ?? remaining(data, scope, state);
  parts.set(scope, [{ key, part }, ...kept.filter((one) => one.key !== key)].slice(0, 2)); // with and without the filter
  return part;
}

/** What was last left of each scope. @type {WeakMap<Scope, { key: string, part: { concepts: Set<string>, claims: Set<string> } }[]>} */
const parts = new WeakMap();

/** @param {Data} data @param {Scope} scope @param {State} state @returns {{ concepts: Set<string>, claims: Set<string> }} */
function remaining(data, scope, state) {
  const filter = new Filter(data, state.without);
  /** @type {Set<string>} */
  const claims = new Set();
  const chosen = [scope.centre, state.concept].flatMap((id) => (id !== null && scope.places.has(id) ? [id] : []));
  const concepts = new Set(chosen);
  for (const id of scope.claims) {
    const claim = data.claims.get(id);
    if (!claim || !filter.keeps(claim)) continue;
    claims.add(id);
    concepts.add(claim.subject).add(claim.object);
  }
  return { concepts, claims };
}

/**
 * How many claims a filter hides of what the reader asked for, when it hides them all; 0 when some of them are drawn.
 * @param {Set<string>} all of the scope @param {Set<string>} visible @param {Set<string> | null} wanted lifted out @returns {number}
 */
export function hiddenByFilter(all, visible, wanted) {
  const asked = [...all].filter((id) => !wanted || wanted.has(id));
  return asked.some((id) => visible.has(id)) ? 0 : asked.length;
}

/** @param {Data} data @param {State} state @returns {string} */
function nameOf(data, state) {
  if (state.in && (state.in === "all" || state.in === "overview" || data.concepts.has(state.in.replace(/^near:/, "")))) {
    return state.in;
  }
  if (state.concept && !state.disagreement && data.concepts.has(state.concept)) return `near:${state.concept}`;
  if (state.source && !state.claim) return data.partial ? `some:${state.source} ${state.with ?? ""}` : "all";
  const wanted = [...(lifted(data, state) ?? [])].flatMap((id) => ends(data, id));
  if (wanted.every((id) => id in data.content.overview)) return "overview";
  if (!state.claim) return `some:${state.disagreement}`;
  const [subject, object] = ends(data, state.claim);
  return `near:${data.partial && data.degree(object) < data.degree(subject) ? object : subject}`; // around the busier one it may not be drawn
}

/** @param {Data} data @param {string} claim @returns {string[]} */
function ends(data, claim) {
  const found = data.claims.get(claim);
  return found ? [found.subject, found.object] : [];
}

/** @param {Data} data @returns {Map<string, Place>} */
function placesOfAll(data) {
  return new Map([...data.nodes].map(([id, { x, y }]) => [id, { x, y }]));
}

/** @param {Data} data @param {State} state @returns {Map<string, Place>} */
function some(data, state) {
  const wanted = new Set([...(lifted(data, state) ?? [])].flatMap((id) => ends(data, id)));
  return new Map([...placesOfAll(data)].filter(([id]) => wanted.has(id)));
}

/** @param {Data} data @param {string} name @param {string} title @param {Map<string, Place>} places @returns {Scope} */
function drawn(data, name, title, places) {
  const within = [...data.claims].filter(([, claim]) => places.has(claim.subject) && places.has(claim.object));
  return { name, title, places, claims: new Set(within.map(([id]) => id)), centre: null };
}

/** @param {Data} data @param {string} concept @param {State} state @returns {Scope} */
function near(data, concept, state) {
  const [steps, way] = [state.steps ?? 1, state.way ?? "both"];
  const title = `${{ up: "What leads to", down: "What follows from", both: "Around" }[way]} ${data.label(concept)}${steps > 1 ? `, ${steps} steps` : ""}`;
  const base = { name: `near:${concept}`, title, centre: concept };
  const filter = new Filter(data, state.without);
  const { levels, claims, found } = surroundings(data, concept, steps, way, steps > 1 ? (claim) => filter.keeps(claim) : () => true);
  if (steps > 1 || found > levels.size) return { ...base, places: inLevels(data, levels), claims, found };
  return { ...base, places: around(data, concept, way), claims };
}

/** @param {Data} data @param {string} source @param {string | null} other @returns {string[]} claims it speaks of, or both do */
function saidBy(data, source, other) {
  const claims = data.claimsFrom(source);
  const shared = new Set(other ? data.claimsFrom(other) : claims);
  return claims.filter((id) => shared.has(id));
}

/**
 * What of the visible can be drawn: the claims whose concepts both have a place.
 * @param {Data} data @param {Scope} scope @param {{ concepts: Set<string>, claims: Set<string> }} visible
 * @returns {{ concepts: Set<string>, claims: Set<string> }}
 */
export function drawable(data, scope, visible) {
  return {
    concepts: new Set([...visible.concepts].filter((id) => scope.places.has(id))),
    claims: new Set([...visible.claims].filter((id) => ends(data, id).every((end) => scope.places.has(end)))),
  };
}
