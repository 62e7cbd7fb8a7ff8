/**
 * What the page's questions rest on, as it stands in the page beside the claims.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./scope.js").Scope} Scope
 * @typedef {import("./state.js").State} State
 * @typedef {[string | null, number, (string[] | string)?, string?, string?]} RawStep
 * @typedef {{ claim: string | null, sign: number, scope: string[], subject: string, relation: string, object: string }} Step
 * @typedef {[number[], number, number]} RawMove
 * @typedef {{ moves: RawMove[], closed: RawMove[], cores: Record<string, string>, places: Record<string, string[]>,
 *   reasons: Record<string, string> }} Reasoning
 * @typedef {{ kind: string, meaning: string, concept: string, explanation: string, claims: string[] }} Gap
 * @typedef {import("./data.js").Masses} Masses
 * @typedef {[string, string, string[], Masses, string?, string[]?]} RouteStep subject, object, claims, masses; why it is in doubt, and who
 *   disputes it
 * @typedef {[string, ...RouteStep[]]} Route its mechanism, and one step, or two
 * @typedef {{ treatment: string, outcome: string, claim: string, masses: Masses, doubtful: Route[], rivals: Route[] }} Routes
 * @typedef {{ claim: string, year: number, masses: Masses, by: string[], again: string[], undated: string[], through: string[] }} Turned
 * @typedef {{ from: string, to: string, claims: string[], alone: string[] }} Cut
 * @typedef {{ text: string, number: string, state: Partial<State> }} Question
 * @typedef {{ steps: RawStep[], reasoning: Reasoning, questions: Question[], gaps: Gap[] | null,
 *   routes: Routes[] | null, turned: Turned[] | null, cut: Cut | null,
 *   exercises: { links: [number[], string, number[]][], warnings: string[] } | null }} Asked
 * @typedef {{ body: HTMLElement, lifted: Set<string> | null, scope: Scope | null }} Panel
 */

/** @param {Data} data @returns {Asked} */
export function asked(data) {
  return /** @type {Asked} */ (/** @type {unknown} */ (data.content));
}

/** @param {Data} data @param {number} number @returns {Step} */
export function stepOf(data, number) {
  const [claim, sign, third, relation = "", object = ""] = asked(data).steps[number];
  if (claim === null) return { claim, sign, scope: [], subject: String(third), relation, object };
  const found = data.claims.get(claim);
  const scope = Array.isArray(third) ? third : [];
  return { claim, sign, scope, subject: found?.subject ?? "", relation: found?.relation ?? "", object: found?.object ?? "" };
}
