/**
 * What does this exercise do? From the exercise over muscle, state and fault to the symptom, with the standing of each step.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./state.js").State} State
 * @typedef {import("./asked.js").Panel} Panel
 * @typedef {import("./asked.js").Step} Step
 * @typedef {{ steps: Step[], exercise: string, outcome: string, standing: string, warnings: string[], also: string[] }} Link
 * `also`: what the outcome is a sort of, and so helped with it
 * @typedef {(wanted: Partial<State>) => void} Go
 */

import { asked, stepOf } from "./asked.js";
import { counted, h, said } from "./dom.js";
import { conceptField } from "./field.js";
import { kindShape, mark } from "./marks.js";
import { inColumns } from "./pictures.js";
import { format } from "./state.js";
import { bringIntoSight, staying } from "./stepper.js";
import { claimsOf, conceptsOf, strip } from "./strip.js";

const TREATMENTS = ["Exercise", "Intervention"];
/** What people come for first. */
const OUTCOMES = ["Symptom", "Condition", "MovementFault", "Sign", "Function"];
/** How many ways to one kind of outcome are told, and drawn, at once. */
const SOME = 3;

/** @param {Data} data @param {State} state @param {Go} go @returns {Panel} */
export function exercisePanel(data, state, go) {
  const links = linksOf(data);
  const { concept } = state;
  const treated = concept !== null && data.concepts.has(concept) && !TREATMENTS.includes(data.concepts.get(concept)?.kind ?? "");
  if (!links || concept === null) {
    return { body: article(data, null, go, h("h2", { tabindex: "-1" }, "What does this exercise do?"), links ? all(data, links) : unknown()), lifted: null, scope: null };
  }
  const own = merged(links.filter((link) => concept === (treated ? link.outcome : link.exercise)));
  const heading = treated ? ["Which exercises are meant for ", said(data.label(concept)), "?"] : ["What is ", the(data, concept), said(data.label(concept)), " meant to do?"];
  return ways(data, state, go, h("h2", { tabindex: "-1" }, ...heading), treated ? byTreatment(data, own) : byOutcome(data, own));
}

/** @param {Data} data @param {string} id @returns {string} */
function the(data, id) {
  return data.concepts.get(id)?.kind === "Exercise" ? "the " : "";
}

/** @param {Data} data @returns {Link[] | null} in the order of the analysis; null where nobody looked */
function linksOf(data) {
  const { exercises } = asked(data);
  if (!exercises) return null;
  return exercises.links.map(([numbers, standing, warnings]) => {
    const steps = numbers.map((number) => stepOf(data, number));
    const [exercise, outcome] = [steps[0].subject, steps[steps.length - 1].object];
    return { steps, exercise, outcome, standing, warnings: warnings.map((number) => exercises.warnings[number]), also: [] };
  });
}

/** @param {Link[]} links @returns {Link[]} without those that only go on to what another's outcome is a sort of; that one names them */
function merged(links) {
  const nameOf = (/** @type {Step[]} */ steps) => steps.map(({ claim, subject, relation, object }) => claim ?? `${subject} ${relation} ${object}`).join("|");
  const known = new Map(links.map((link) => [nameOf(link.steps), { ...link }]));
  for (const [name, { steps, outcome }] of [...known]) {
    const base = steps[steps.length - 1].relation === "broader" ? known.get(nameOf(steps.slice(0, -1))) : undefined;
    if (!base) continue;
    base.also = [...base.also, outcome];
    known.delete(name);
  }
  return [...known.values()];
}

/** @param {Data} data @param {Link[]} links of one exercise @returns {Map<string, Link[]>} by what sort of thing is helped */
function byOutcome(data, links) {
  const rank = (/** @type {string} */ kind) => (OUTCOMES.includes(kind) ? OUTCOMES.indexOf(kind) : OUTCOMES.length);
  return grouped(links, ({ outcome }) => data.kindOf(outcome), (a, b) => rank(a) - rank(b));
}

/** @param {Data} data @param {Link[]} links to one outcome @returns {Map<string, Link[]>} by what sort of thing is done */
function byTreatment(data, links) {
  return grouped(links, ({ exercise }) => data.kindOf(exercise), (a, b) => TREATMENTS.indexOf(a) - TREATMENTS.indexOf(b));
}

/** @param {Link[]} links @param {(link: Link) => string} key @param {(a: string, b: string) => number} order @returns {Map<string, Link[]>} */
function grouped(links, key, order) {
  const kinds = [...new Set(links.map(key))].sort(order);
  return new Map(kinds.map((kind) => [kind, links.filter((link) => key(link) === kind)]));
}

/** @returns {HTMLElement} */
function unknown() {
  return h("p", { class: "notice" }, "Not looked for: this graph is too large to link all exercises while a page is made. The command “kneegraph exercises” does it for one.");
}

/** @param {Data} data @param {string | null} chosen @param {Go} go @param {HTMLElement} heading @param {...HTMLElement} rest */
function article(data, chosen, go, heading, ...rest) {
  const field = { name: "exercise", label: chosen ? "Another exercise, or what one should help with" : "An exercise, or what one should help with", chosen };
  const other = conceptField(data, { ...field, kinds: [...TREATMENTS, ...OUTCOMES] }, (id) => go({ ask: "exercise", concept: id }));
  return h("article", { class: "exercises" }, heading, h("div", { class: "fields" }, other), ...rest);
}

/** @param {Data} data @param {State} state @param {Go} go @param {HTMLElement} heading @param {Map<string, Link[]>} groups @returns {Panel} */
function ways(data, state, go, heading, groups) {
  const id = state.concept ?? "";
  const links = [...groups.values()].flat();
  if (!links.length) return { body: article(data, id, go, heading, none(data, id)), lifted: null, scope: null };
  const chosen = state.chain === null ? null : Math.min(state.chain, links.length - 1);
  const about = h("p", { class: "muted" }, `${counted(links.length, "way")}, in each group the best backed first. A way is only as firm as its weakest step.`);
  const sections = [...groups].map(([kind, members]) => section(data, id, kind, members, links, chosen));
  const drawn = chosen === null ? [...groups.values()].flatMap((members) => members.slice(0, SOME)) : [links[chosen]];
  return { body: article(data, id, go, heading, about, ...sections), lifted: chosen === null ? null : new Set(claimsOf(links[chosen].steps)), scope: picture(data, id, drawn, chosen) };
}

/** @param {Data} data @param {string} id @param {Link[]} links @param {number | null} chosen */
function picture(data, id, links, chosen) {
  const claims = new Set(links.flatMap(({ steps }) => claimsOf(steps)));
  const concepts = new Set(links.flatMap(({ steps }) => conceptsOf(steps)));
  const treatment = TREATMENTS.includes(data.kindOf(id));
  const title = treatment ? `What ${data.label(id)} is meant to do` : `What is meant for ${data.label(id)}`;
  return inColumns(data, `exercise:${id}:${chosen ?? ""}`, title, concepts, claims, chosen === null ? [] : links[0].steps);
}

/** @param {Data} data @param {string} id */
function none(data, id) {
  if (!data.concepts.has(id)) return h("p", { class: "notice" }, "This page has no concept called “", said(id), "”.");
  return h("p", { class: "notice" }, "Nobody here says how an exercise works from or towards ", said(data.label(id)), ". ", h("a", { href: format({ concept: id }) }, "What is said of it"), ".");
}

/**
 * @param {Data} data @param {string} id @param {string} kind @param {Link[]} members @param {Link[]} links all of them, by whose
 * order the address counts @param {number | null} chosen
 */
function section(data, id, kind, members, links, chosen) {
  const rows = members.map((link) => row(data, link, chosen !== null && links[chosen] === link, { ask: "exercise", concept: id, chain: links.indexOf(link) }));
  const rest = rows.slice(SOME);
  const inside = chosen !== null && members.indexOf(links[chosen]) >= SOME;
  const more = rest.length > 0 && h("details", inside ? { open: true } : {}, h("summary", {}, `${rest.length} more`), h("ol", { class: "cards ranked" }, ...rest));
  const heading = h("h3", {}, kindShape(data, kind), data.kinds.get(kind)?.plural ?? kind, h("small", {}, String(members.length)));
  return h("section", { "data-ways": kind }, heading, h("ol", { class: "cards ranked" }, ...rows.slice(0, SOME)), more);
}

/** @param {Data} data @param {Link} link @param {boolean} chosen @param {Partial<State>} address */
function row(data, { steps, standing, warnings, also }, chosen, address) {
  const told = h("small", {}, mark(data, standing), standing === "supported" ? " every claim of it supported" : ` weakest step: ${standing}`);
  const wider = also.length > 0 && h("span", { class: "also" }, "and so for ", said(also.map((id) => data.label(id)).join(", ")));
  const link = h("a", { href: format(address), class: "entry", "aria-current": chosen ? "true" : null }, strip(data, steps), wider, told);
  staying(link, `way ${address.chain}`);
  if (chosen) bringIntoSight(link);
  const warned = warnings.length > 0 && h("ul", { class: "warnings" }, ...warnings.map((text) => h("li", {}, h("span", { "aria-hidden": "true" }, "⚠ "), said(text))));
  return h("li", {}, link, warned, chosen && h("ul", { class: "claims" }, ...claimsOf(steps).map((id) => evidence(data, id, address))));
}

/** @param {Data} data @param {string} id @param {Partial<State>} address */
function evidence(data, id, address) {
  const claim = data.claims.get(id);
  return h("li", {}, h("a", { href: format({ ...address, claim: id }), class: "row-link" }, mark(data, claim?.standing ?? null), said(claim?.label ?? id), h("small", {}, "who says so?")));
}

/** @param {Data} data @param {Link[]} links */
function all(data, links) {
  const counts = new Map();
  for (const { exercise } of links) counts.set(exercise, (counts.get(exercise) ?? 0) + 1);
  const rows = [...counts].sort(([a, m], [b, n]) => n - m || data.label(a).localeCompare(data.label(b), "en"));
  const item = (/** @type {[string, number]} */ [id, count]) => h("li", {}, h("a", { href: format({ ask: "exercise", concept: id }), class: "row-link" }, kindShape(data, data.concepts.get(id)?.kind ?? ""), said(data.label(id)), h("small", {}, counted(count, "way"))));
  if (!rows.length) return h("p", { class: "notice" }, "No exercise or intervention here is said to help with anything.");
  return h("section", { class: "claims" }, h("h3", {}, counted(rows.length, "exercise or intervention", "exercises and interventions")), h("ul", {}, ...rows.map(item)));
}
