/**
 * What the reader looks at, as the address says it. Every state has an address, so that it can be mailed and gone back to.
 *
 * `in`: which part is drawn: "overview", "all", "near:<concept>", or null for what suits the rest.
 * `steps`, `way`: how far around a concept, and where to. `expand`: concepts whose neighbours were added to the picture.
 * `from`, `to`, `chain`, `step`: the chains between two concepts, the one lit up and how far. `ask`, `n`: a question and
 * where in its walk. `with`: a source beside `source`. `view`: graph or list; `sort` and `page` of the list.
 * The panel shows the claim, or else the disagreement, the question, the source, the concept; what it was opened from
 * stays beside it.
 * @typedef {{ in: string | null, concept: string | null, source: string | null, claim: string | null,
 *   disagreement: string | null, with: string | null, from: string | null, to: string | null,
 *   view: "graph" | "list" | null, way: "up" | "down" | "both" | null, ask: Ask | null, sort: string | null,
 *   steps: number | null, chain: number | null, step: number | null, n: number | null, page: number | null,
 *   expand: string[], without: string[] }} State
 * @typedef {"beliefs" | "disagree" | "exercise" | "gaps" | "routes" | "sources" | "start" | "turned"} Ask
 */

/** @type {State} */
const NOTHING = {
  ...{ in: null, concept: null, source: null, claim: null, disagreement: null, with: null, from: null, to: null },
  ...{ view: null, way: null, ask: null, sort: null, steps: null, chain: null, step: null, n: null, page: null },
  ...{ expand: [], without: [] },
};

/** In the order in which an address tells them. */
const TEXTS = /** @type {const} */ (["in", "ask", "from", "to", "disagreement", "source", "with", "concept", "claim", "sort"]);
const NUMBERS = /** @type {const} */ (["chain", "step", "n", "page"]);
const LISTS = /** @type {const} */ (["expand", "without"]);

/** @param {string} hash @returns {State} what an address asks for; what it does not name, or names wrongly, is null */
export function parse(hash) {
  const asked = new URLSearchParams(hash.replace(/^#/, ""));
  const state = { ...NOTHING };
  for (const key of TEXTS) if (key !== "ask") state[key] = asked.get(key) || null;
  for (const key of NUMBERS) state[key] = whole(asked.get(key));
  for (const key of LISTS) state[key] = [...new Set((asked.get(key) ?? "").split(",").filter(Boolean))];
  state.ask = oneOf(asked.get("ask"), ["beliefs", "disagree", "exercise", "gaps", "routes", "sources", "start", "turned"]);
  state.view = oneOf(asked.get("view"), ["graph", "list"]);
  state.way = oneOf(asked.get("way"), ["up", "down", "both"]);
  const steps = whole(asked.get("steps"));
  state.steps = steps === null || steps < 1 ? null : Math.min(steps, 3);
  return state;
}

/** @param {Partial<State>} wanted @returns {string} the address of a state, the same for the same state */
export function format(wanted) {
  const state = { ...NOTHING, ...wanted };
  const told = new URLSearchParams();
  for (const key of /** @type {const} */ ([...TEXTS, "steps", "way", ...NUMBERS, "view"])) {
    const value = state[key];
    if (value !== null && value !== "") told.set(key, String(value));
  }
  for (const key of LISTS) if (state[key].length) told.set(key, (key === "without" ? [...state[key]].sort() : state[key]).join(","));
  return `#${told}`;
}

/** @param {State} state @returns {boolean} whether the panel shows one thing, not a list of disagreements or the landing */
export function opened(state) {
  const asking = state.ask !== null && state.ask !== "start";
  return Boolean(state.concept || state.source || state.claim || state.disagreement || state.from || state.to || asking);
}

/** @param {State} state @returns {boolean} whether it asks for nothing at all but a way to look */
export function empty(state) {
  return !state.in && !state.ask && !opened(state);
}

/**
 * One step out: from a claim to what it was opened from, from that to the list beside the same picture, then to the overview.
 * @param {State} state @param {string} scope the part that is drawn @returns {State}
 */
export function closed(state, scope) {
  const under = state.concept || state.source || state.disagreement || state.from || state.to || state.ask;
  if (state.claim && under) return { ...state, claim: null };
  if (state.with && state.source) return { ...state, with: null };
  if (state.disagreement && (state.concept || state.ask)) return { ...state, in: null, disagreement: null };
  const stays = opened(state) && (scope === "overview" || scope === "all" || scope.startsWith("near:"));
  const { without, view, sort, page } = state;
  const { steps, way, expand } = stays ? state : NOTHING;
  return { ...NOTHING, without, view, sort, page, steps, way, expand, in: stays ? scope : "overview" };
}

/** @template {string} T @param {string | null} value @param {T[]} known @returns {T | null} */
function oneOf(value, known) {
  return known.find((one) => one === value) ?? null;
}

/** @param {string | null} text @returns {number | null} a whole number that is not negative */
function whole(text) {
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : null;
}
