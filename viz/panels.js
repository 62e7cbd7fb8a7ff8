/**
 * Which panel a state asks for. A panel brings its body, and may bring the claims that stand out in the picture and what
 * is to be drawn; where it does not, the usual holds.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./state.js").State} State
 * @typedef {import("./scope.js").Scope} Scope
 * @typedef {{ body: HTMLElement, lifted: Set<string> | null, scope: Scope | null }} Panel
 * @typedef {(wanted: Partial<State>) => void} Go
 */

import { beliefsPanel } from "./beliefs.js";
import { chainPanel } from "./chainpanel.js";
import { conceptCard } from "./concept.js";
import { disagreementCard, disagreementList } from "./disagreements.js";
import { dossier } from "./dossier.js";
import { exercisePanel } from "./exercises.js";
import { gapsPanel } from "./gaps.js";
import { startPanel } from "./questions.js";
import { routesPanel } from "./routes.js";
import { lifted } from "./scope.js";
import { sourceCard } from "./source.js";
import { sourcesPanel } from "./sources.js";
import { turnedPanel } from "./turned.js";
import { walkPanel } from "./walk.js";

/** @param {Data} data @param {State} state @param {string} scope the part usually drawn @param {Go} go @returns {Panel} */
export function panelOf(data, state, scope, go) {
  const own = (/** @type {HTMLElement} */ body) => ({ body, lifted: lifted(data, state), scope: null });
  if (state.claim) return { ...own(dossier(data, state.claim)), scope: asking(state) ? panelOf(data, { ...state, claim: null }, scope, go).scope : null };
  if (state.from || state.to) return chainPanel(data, state, go);
  if (state.ask) return question(data, state, go);
  if (state.disagreement) return own(disagreementCard(data, state.disagreement));
  if (state.source) return own(sourceCard(data, state, go));
  if (state.concept) return own(conceptCard(data, state.concept, scope));
  return own(disagreementList(data));
}

/** @param {State} state @returns {boolean} whether a question has its own picture, which stays when a claim of it is opened */
export function asking(state) {
  return Boolean(state.from || state.to || (state.ask && state.ask !== "start"));
}

/** @param {Data} data @param {State} state @param {Go} go @returns {Panel} */
function question(data, state, go) {
  if (state.ask === "disagree") return walkPanel(data, state, go);
  if (state.ask === "beliefs") return beliefsPanel(data, state, go);
  if (state.ask === "routes") return routesPanel(data, state, go);
  if (state.ask === "turned") return turnedPanel(data);
  if (state.ask === "exercise") return exercisePanel(data, state, go);
  if (state.ask === "sources") return sourcesPanel(data);
  return state.ask === "gaps" ? gapsPanel(data) : startPanel(data);
}
