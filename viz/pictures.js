/**
 * Pictures that a question needs: only what it is about, from left to right.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./scope.js").Scope} Scope
 * @typedef {import("./scope.js").Place} Place
 * @typedef {import("./asked.js").Step} Step
 */

import { claimsOf, conceptsOf } from "./strip.js";

const COLUMN = 250;
const ROW = 64;
/** A longer chain runs down as it runs right, so that it stays readable on a narrow screen. */
const STAIR = 84;

/** @param {Data} data @param {Iterable<string>} claims @returns {Set<string>} the concepts they join */
export function endsOf(data, claims) {
  const found = [...claims].flatMap((id) => data.claims.get(id) ?? []);
  return new Set(found.flatMap(({ subject, object }) => [subject, object]));
}

/**
 * Concepts in columns by their role, as everywhere in the page; within a column in the order in which they come.
 * @param {Data} data @param {string} name @param {string} title @param {Iterable<string>} concepts @param {Iterable<string>} claims
 * @param {Step[]} [steps] those that hold by definition have no line; what they come to says so @returns {Scope}
 */
export function inColumns(data, name, title, concepts, claims, steps = []) {
  /** @type {Map<number, string[]>} */
  const columns = new Map();
  for (const id of concepts) {
    if (!data.nodes.has(id)) continue;
    const band = data.kinds.get(data.concepts.get(id)?.kind ?? "")?.band ?? 0;
    columns.set(band, [...(columns.get(band) ?? []), id]);
  }
  const bands = [...columns.keys()].sort((a, b) => a - b);
  const captions = captionsOf(data, steps);
  /** @type {Map<string, Place>} */
  const places = new Map();
  bands.forEach((band, column) => {
    const members = columns.get(band) ?? [];
    const lower = (column % 2) * (ROW / 3);
    members.forEach((id, row) => places.set(id, { x: column * COLUMN, y: (row - (members.length - 1) / 2) * ROW + lower, caption: captions.get(id) }));
  });
  return { name, title, places, claims: new Set(claims), centre: null };
}

/** @param {Data} data @param {string} name @param {string} title @param {Step[]} steps @returns {Scope} what they pass through, one after another */
export function inARow(data, name, title, steps) {
  const drawn = conceptsOf(steps).filter((id) => data.nodes.has(id));
  const captions = captionsOf(data, steps);
  const places = new Map(drawn.map((id, index) => [id, { x: index * COLUMN * 0.8, y: index * STAIR, caption: captions.get(id) }]));
  return { name, title, places, claims: new Set(claimsOf(steps)), centre: null };
}

/** @param {Data} data @param {Step[]} steps @returns {Map<string, string>} of what a step by definition comes to, how it belongs to what it left */
function captionsOf(data, steps) {
  const told = steps.filter(({ claim }) => claim === null).map(({ subject, relation, object }) => {
    const down = data.concepts.get(object)?.stateOf === subject;
    const words = { stateOf: down ? "its state" : "its muscle", oppositeOf: "its opposite", broader: "more generally" }[relation] ?? relation;
    return /** @type {[string, string]} */ ([object, `= ${words}`]);
  });
  return new Map(told);
}

/**
 * What claims are about, with all that is said between it; null where the overview has it all.
 * @param {Data} data @param {string} name @param {string} title @param {string[]} claims @returns {Scope | null}
 */
export function among(data, name, title, claims) {
  const ends = endsOf(data, claims);
  if ([...ends].every((id) => Object.hasOwn(data.content.overview, id))) return null;
  const within = [...data.claims].filter(([, claim]) => ends.has(claim.subject) && ends.has(claim.object));
  return inColumns(data, name, title, ends, within.map(([id]) => id));
}
