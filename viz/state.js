/**
 * What the reader looks at, as the address says it. Every state has an address, so that it can be mailed and gone back to.
 *
 * `in`: which part is drawn: "overview", "all", "near:<concept>", or null for what suits the rest.
 * The panel shows the claim, or else the disagreement, the source, the concept; what it was opened from stays beside it.
 * @typedef {{ in: string | null, concept: string | null, source: string | null, claim: string | null,
 *   disagreement: string | null, without: string[] }} State
 */

/** @type {State} */
const NOTHING = { in: null, concept: null, source: null, claim: null, disagreement: null, without: [] };

/** @param {string} hash @returns {State} what an address asks for; what it does not name is null */
export function parse(hash) {
  const asked = new URLSearchParams(hash.replace(/^#/, ""));
  return {
    in: asked.get("in"),
    concept: asked.get("concept"),
    source: asked.get("source"),
    claim: asked.get("claim"),
    disagreement: asked.get("disagreement"),
    without: (asked.get("without") ?? "").split(",").filter(Boolean),
  };
}

/** @param {Partial<State>} wanted @returns {string} the address of a state, the same for the same state */
export function format(wanted) {
  const state = { ...NOTHING, ...wanted };
  const told = new URLSearchParams();
  for (const key of /** @type {const} */ (["in", "disagreement", "source", "concept", "claim"])) {
    const value = state[key];
    if (value) told.set(key, value);
  }
  if (state.without.length) told.set("without", [...state.without].sort().join(","));
  return `#${told}`;
}

/** @param {State} state @returns {boolean} whether the panel shows one thing, not the list of disagreements */
export function opened(state) {
  return Boolean(state.concept || state.source || state.claim || state.disagreement);
}

/**
 * One step out: from a claim to what it was opened from, from that to the list beside the same picture, then to the overview.
 * @param {State} state @param {string} scope the part that is drawn @returns {State}
 */
export function closed(state, scope) {
  if (state.claim && (state.concept || state.source || state.disagreement)) return { ...state, claim: null };
  if (state.disagreement && state.concept) return { ...state, in: null, disagreement: null };
  const stays = opened(state) && !scope.startsWith("some:");
  return { ...NOTHING, in: stays ? scope : "overview", without: state.without };
}
