/**
 * How does A lead to B? The ranked chains, and one of them lit up step by step.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./state.js").State} State
 * @typedef {import("./asked.js").Panel} Panel
 * @typedef {import("./asked.js").Step} Step
 * @typedef {import("./chains.js").Chain} Chain
 * @typedef {(wanted: Partial<State>) => void} Go
 */

import { asked } from "./asked.js";
import { Chains } from "./chains.js";
import { counted, h, said } from "./dom.js";
import { conceptField } from "./field.js";
import { licensedBy } from "./licence.js";
import { inARow } from "./pictures.js";
import { format } from "./state.js";
import { bringIntoSight, staying, stepper, withKeys } from "./stepper.js";
import { claimsOf, standingOf, strip, verbOf } from "./strip.js";

const MOST = 10;

/** @type {WeakMap<Data, Chains>} */
const searching = new WeakMap();

/** @param {Data} data @param {State} state @param {Go} go @returns {Panel} */
export function chainPanel(data, state, go) {
  const { from, to } = state;
  const known = [from, to].filter((id) => id !== null && data.concepts.has(id));
  const start = [h("h2", { tabindex: "-1" }, ...title(data, from, to)), fields(data, state, go)];
  const article = (/** @type {(HTMLElement | null)[]} */ ...rest) => h("article", { class: "chains" }, ...start, ...rest);
  if (!from || !to || known.length < 2) return { body: article(missing(data, from, to)), lifted: null, scope: null };
  const { chains, gaveUp } = finder(data).find(from, to, MOST);
  if (!chains.length) return { body: article(noChain(data, from, to)), lifted: null, scope: null };
  const at = Math.min(state.chain ?? 0, chains.length - 1);
  const chain = chains[at];
  const step = state.step === null ? null : Math.min(state.step, chain.steps.length - 1);
  const items = chains.map((one, index) => item(data, state, go, one, index, index === at ? { step } : null));
  const body = article(h("p", { class: "muted" }, found(chains.length, gaveUp)), h("ol", { class: "cards ranked" }, ...items), breaking(data, from, to), meaningOfStrength());
  withKeys(body, "step");
  const title_ = `${data.label(from)} → ${data.label(to)}, way ${at + 1} of ${chains.length}`;
  return { body, lifted: lit(chain, step), scope: inARow(data, `chain:${from}:${to}:${at}`, title_, chain.steps) };
}

/** @param {Data} data @returns {Chains} what searches this page, made when first asked for */
function finder(data) {
  const made = searching.get(data) ?? new Chains(data);
  searching.set(data, made);
  return made;
}

/** @param {Chain} chain @param {number | null} step @returns {Set<string>} what is lit up: one claim; of a step that nobody claims, all the chain */
function lit(chain, step) {
  const claim = step === null ? null : chain.steps[step].claim;
  return new Set(claim ? [claim] : claimsOf(chain.steps));
}

/** @param {Data} data @param {string | null} from @param {string | null} to */
function title(data, from, to) {
  return ["How does ", said(from ? data.label(from) : "…"), " lead to ", said(to ? data.label(to) : "…"), "?"];
}

/** @param {Data} data @param {State} state @param {Go} go */
function fields(data, { from, to }, go) {
  const turn = h("a", { href: format({ from: to, to: from }), class: "action" }, "⇄ The other way round");
  return h(
    "div",
    { class: "fields" },
    conceptField(data, { name: "chain-from", label: "From", chosen: from }, (id) => go({ from: id, to })),
    conceptField(data, { name: "chain-to", label: "To", chosen: to }, (id) => go({ from, to: id })),
    from && to && turn,
  );
}

/** @param {Data} data @param {string | null} from @param {string | null} to */
function missing(data, from, to) {
  const strange = [from, to].find((id) => id && !data.concepts.has(id));
  if (strange) return h("p", { class: "notice" }, "This page has no concept called “", said(strange), "”.");
  return h("p", { class: "notice" }, from ? "Choose where the way should lead." : "Choose where the way should begin.");
}

/** @param {Data} data @param {string} from @param {string} to @returns {HTMLElement | null} what all ways hang on, where it was looked for */
function breaking(data, from, to) {
  const { cut } = asked(data);
  if (!cut || cut.from !== from || cut.to !== to) return null;
  const item = (/** @type {string} */ id) => h("li", {}, h("a", { href: format({ from, to, claim: id }) }, said(data.claims.get(id)?.label ?? id)));
  const alone = cut.alone.length > 0;
  const told = alone ? `Every known way passes ${cut.alone.length > 1 ? "each of these claims" : "this claim"}; without it none is left:` : `No single claim carries it: ${counted(cut.claims.length, "claim")} would have to fall before no known way is left`;
  const list = h("ul", {}, ...(alone ? cut.alone : cut.claims).map(item));
  return alone ? h("div", { class: "cut" }, h("p", {}, told), list) : h("details", { class: "cut" }, h("summary", {}, `${told}.`), list);
}

/** @param {Data} data @param {string} from @param {string} to */
function noChain(data, from, to) {
  const reason = finder(data).why(from, to) ?? "";
  const other = reason === "only-backwards" && h("a", { href: format({ from: to, to: from }) }, "See that way.");
  return h("p", { class: "notice", "data-reason": reason }, h("strong", {}, "No chain. "), asked(data).reasoning.reasons[reason] ?? "", " ", other);
}

/** @param {number} number @param {boolean} gaveUp @returns {string} */
function found(number, gaveUp) {
  const more = gaveUp ? " The search stopped at its limit; there may be more." : "";
  return `${number === MOST ? `The ${MOST} strongest ways` : counted(number, "way")}, the strongest first. A way is only as good as its claims.${more}`;
}

/**
 * @param {Data} data @param {State} state @param {Go} go @param {Chain} chain @param {number} index
 * @param {{ step: number | null } | null} opened whether it is the one that is lit up, and at which step
 */
function item(data, { from, to }, go, chain, index, opened) {
  const address = format({ from, to, chain: index });
  const link = h("a", { href: address, class: "entry", "aria-current": opened ? "true" : null }, strip(data, chain.steps, opened?.step ?? null), h("small", {}, ...summary(data, chain)));
  staying(link, `chain ${index}`);
  if (!opened) return h("li", {}, link);
  if (index) bringIntoSight(link);
  const { length } = chain.steps;
  const at = opened.step === null ? 0 : opened.step + 1;
  const position = opened.step === null ? `whole way, ${counted(length, "step")}` : `step ${at} of ${length}`;
  const walk = stepper({ name: "step", at, of: length + 1, position, back: "Previous step", on: "Next step" }, (goal) => go({ from, to, chain: index, step: goal ? goal - 1 : null }));
  const steps = chain.steps.map((step, place) => stepItem(data, { from, to, chain: index }, chain, step, place, opened.step));
  return h("li", { "data-chain": String(index) }, link, walk, h("p", { class: "verdict" }, ...effect(data, chain), teller(data, chain)), licensed(data, chain), h("ol", { class: "steps" }, ...steps));
}

/** @param {Data} data @param {Chain} chain @returns {(string | HTMLElement)[]} */
function summary(data, chain) {
  const worst = chain.contested.length ? [` · ± ${counted(chain.contested.length, "contested step")}`] : [];
  return [`Strength ${chain.score.toFixed(2)} · `, chain.toldBy.length ? "told whole by " : "stitched: no source tells it whole", said(chain.toldBy.map((id) => data.nameOf(id)).join("; ")), ...worst];
}

/** @param {Data} data @param {Chain} chain @returns {HTMLElement | null} what the studies behind all its steps let one say of its ends */
function licensed(data, { steps }) {
  const words = licensedBy(data, claimsOf(steps));
  return words ? h("p", { class: "licence" }, h("strong", {}, "What the whole of it lets one say: "), `${words}.`) : null;
}

/** @param {Data} data @param {Chain} chain @returns {(string | HTMLElement)[]} which way it works */
function effect(data, { steps, sign }) {
  const [first, last] = [said(data.label(steps[0].subject)), said(data.label(steps[steps.length - 1].object))];
  if (!sign) return ["Which way it works is not said at every step. "];
  return ["In all, ", first, ` means ${sign > 0 ? "more" : "less"} `, last, ". "];
}

/** @param {Data} data @param {Chain} chain @returns {string} */
function teller(data, { toldBy, strengths }) {
  const product = `Strength: ${strengths.filter((one) => one !== 1).map((one) => one.toFixed(2)).join(" × ") || "1"}. `;
  if (toldBy.length) return `${product}${toldBy.length > 1 ? "Each of these tells" : "One source tells"} all of it: ${toldBy.map((id) => data.nameOf(id)).join("; ")}.`;
  return `${product}It is stitched from several sources; nobody here has claimed the whole of it.`;
}

/**
 * @param {Data} data @param {Partial<State>} here @param {Chain} chain @param {Step} step @param {number} place @param {number | null} lit
 */
function stepItem(data, here, chain, step, place, lit) {
  const standing = standingOf(data, step);
  const weakest = chain.weakest === place && claimsOf(chain.steps).length > 1;
  const notes = [
    step.claim === null ? "by definition; nobody claims it" : `${standing}, strength ${chain.strengths[place].toFixed(2)}`,
    ...(weakest ? ["weakest claim of this way"] : []),
    ...(step.scope.length ? [`said only of ${step.scope.map((id) => data.label(id)).join(", ")}`] : []),
  ];
  const words = [said(data.label(step.subject)), ` ${verbOf(data, step)} `, said(data.label(step.object))];
  const show = h("a", { href: format({ ...here, step: place }), class: "step-link", "aria-current": lit === place ? "step" : null }, ...words);
  staying(show, `chain step ${place}`);
  const evidence = step.claim !== null && h("a", { href: format({ ...here, step: place, claim: step.claim }), class: "evidence" }, "Who says so?");
  const marks = { "data-place": String(place), "data-contested": chain.contested.includes(place) ? "yes" : null, "data-weakest": weakest ? "yes" : null };
  return h("li", { class: "chain-step", "data-standing": standing, ...marks }, show, h("small", {}, notes.join(" · ")), evidence);
}

/** @returns {HTMLElement} */
function meaningOfStrength() {
  return h(
    "details",
    {},
    h("summary", {}, "What the strength means"),
    h("p", {}, "The product of its steps. A claim counts by how many sources speak for it and how many do not: one lone supporter 0.50, three 0.75, one for and one against 0.33, one that only passes it on 0.20. A step that holds by definition, such as from a muscle to one of its states, halves the whole; from one state to another alike halves it once more. It says how well a way is backed here, not how likely it is."),
  );
}
