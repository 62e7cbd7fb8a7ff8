/**
 * A way from left to right: concept, claim, concept, claim, concept, each claim with where it stands.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./asked.js").Step} Step
 */

import { h, said } from "./dom.js";
import { kindShape, mark } from "./marks.js";

const BY_DEFINITION = "by definition";

/** @param {Data} data @param {Step} step @returns {string} its relation in words; of what nobody claims, how the two belong together */
export function verbOf(data, { claim, relation, subject, object }) {
  const found = claim === null ? undefined : data.claims.get(claim);
  if (found) return data.verb(found);
  if (relation === "stateOf") return data.concepts.get(subject)?.stateOf === object ? "is a state of" : "has the state";
  return { oppositeOf: "is the opposite of", broader: "is a sort of" }[relation] ?? relation;
}

/** @param {Data} data @param {Step} step @returns {string | null} where it stands; null for what holds by definition */
export function standingOf(data, { claim }) {
  return claim === null ? null : (data.claims.get(claim)?.standing ?? null);
}

/** @param {Step[]} steps @returns {string[]} the concepts, in order */
export function conceptsOf(steps) {
  return steps.length ? [steps[0].subject, ...steps.map(({ object }) => object)] : [];
}

/** @param {Step[]} steps @returns {string[]} */
export function claimsOf(steps) {
  return steps.flatMap(({ claim }) => claim ?? []);
}

/** @param {Data} data @param {Step[]} steps @param {number | null} [lit] the step that is lit up @returns {HTMLElement} */
export function strip(data, steps, lit = null) {
  const concept = (/** @type {string} */ id) => h("span", { class: "stop" }, kindShape(data, data.concepts.get(id)?.kind ?? ""), said(data.label(id)));
  const rest = steps.map((step, index) => h("span", { class: "leg", "data-lit": index === lit ? "yes" : null }, arrow(data, step), concept(step.object)));
  return h("span", { class: "strip" }, ...(steps.length ? [concept(steps[0].subject)] : []), ...rest);
}

/** @param {Data} data @param {Step} step */
function arrow(data, step) {
  const standing = standingOf(data, step);
  const sign = step.claim === null ? h("span", { class: "mark defined", "aria-hidden": "true" }, "=") : mark(data, standing);
  const words = h("span", { class: "unseen" }, step.claim === null ? ` (${BY_DEFINITION})` : ` (${standing ?? "nothing known"})`);
  return h("span", { class: "arrow", "data-standing": standing }, sign, h("span", { class: "verb" }, ` ${verbOf(data, step)}`), words, h("span", { "aria-hidden": "true" }, " → "));
}
