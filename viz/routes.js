/**
 * Works, but not by that route: a treatment that helps, the routes told for it that do not stand, and those that are left.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./state.js").State} State
 * @typedef {import("./asked.js").Panel} Panel
 * @typedef {import("./asked.js").Route} Route
 * @typedef {import("./asked.js").Routes} Routes
 * @typedef {import("./asked.js").RouteStep} RouteStep
 */

import { asked } from "./asked.js";
import { counted, h, said } from "./dom.js";
import { small } from "./evidence.js";
import { mark } from "./marks.js";
import { conceptLink, sourceLink } from "./mentions.js";
import { among } from "./pictures.js";
import { format } from "./state.js";
import { staying, stepper, withKeys } from "./stepper.js";

const TITLE = "Works, but not by that route";

/** @param {Data} data @param {State} state @param {(wanted: Partial<State>) => void} go @returns {Panel} */
export function routesPanel(data, state, go) {
  const { routes: all } = asked(data);
  const at = Math.min(Math.max((state.n ?? 1) - 1, 0), (all ?? []).length - 1);
  const one = all?.[at];
  if (!all || !one) return { body: nothing(all), lifted: null, scope: null };
  const body = h(
    "article",
    { class: "walk routes", "data-routes": `${one.treatment} ${one.outcome}` },
    h("h2", { tabindex: "-1" }, TITLE),
    stepper({ name: "routes", at, of: all.length, position: `${at + 1} of ${all.length}`, back: "Previous", on: "Next" }, (to) => go({ ask: "routes", n: to + 1 })),
    h("h3", {}, conceptLink(data, one.treatment), " helps with ", conceptLink(data, one.outcome)),
    h("ul", { class: "claims" }, claimRow(data, one.claim, at, "that it helps")),
    h("p", { class: "weighed" }, ...small(one.masses)),
    told(data, "doubtful", `But not, as far as is known, by ${one.doubtful.length > 1 ? "these routes" : "this route"}`, one.doubtful, at),
    one.rivals.length ? told(data, "rivals", "Routes that are left", one.rivals, at) : h("p", { class: "notice" }, "No other route is told that stands: how it helps is open."),
    h("p", { class: "muted keys" }, "Keys: n or → next, p or ← previous."),
    h("details", { "data-fold": "routes" }, h("summary", {}, `All ${counted(all.length, "of them", "of them")}`), h("ol", {}, ...all.map((other, place) => h("li", {}, staying(h("a", { href: format({ ask: "routes", n: place + 1 }), "aria-current": place === at ? "true" : null }, said(`${data.label(other.treatment)}: ${data.label(other.outcome)}`)), `routes ${place}`))))),
  );
  withKeys(body, "routes");
  const claims = [one.claim, ...[...one.doubtful, ...one.rivals].flatMap(stepsOf).flatMap(([, , those]) => those)];
  return { body, lifted: new Set(claims), scope: among(data, `routes:${one.treatment}:${one.outcome}`, `How ${data.label(one.treatment)} is said to help`, claims) };
}

/** @param {Routes[] | null} all @returns {HTMLElement} */
function nothing(all) {
  const why = all ? "Of no treatment here is it found that it helps while a route told for it does not stand." : "Not looked for: this graph is too large to weigh all routes while a page is made. The command “kneegraph routes” does it for one.";
  return h("article", { class: "walk routes" }, h("h2", { tabindex: "-1" }, TITLE), h("p", { class: "notice" }, why));
}

/** @param {Route} route @returns {RouteStep[]} */
function stepsOf([, ...steps]) {
  return steps;
}

/** @param {Data} data @param {string} name @param {string} title @param {Route[]} routes @param {number} at */
function told(data, name, title, routes, at) {
  const item = (/** @type {Route} */ route) => {
    const steps = stepsOf(route);
    const alone = steps.length === 1 && h("p", { class: "muted" }, "Nobody here tells how it goes on from there.");
    return h("li", { "data-route": route[0] }, h("p", {}, "by way of ", conceptLink(data, route[0])), h("ol", { class: "steps" }, ...steps.map((step) => stepItem(data, step, at))), alone);
  };
  return h("section", { class: `route-list ${name}` }, h("h3", {}, title), h("ul", {}, ...routes.map(item)));
}

/** @param {Data} data @param {RouteStep} step @param {number} at @returns {HTMLElement} with its claims, and who disputes it */
function stepItem(data, [subject, object, claims, masses, doubt, against], at) {
  return h(
    "li",
    { class: "route-step", "data-doubt": doubt ?? null },
    h("p", {}, h("strong", {}, said(data.label(subject)), " → ", said(data.label(object)))),
    doubt ? h("p", { class: "doubt" }, h("span", { "aria-hidden": "true" }, "× "), `In doubt: ${data.word("doubt", doubt)}`) : null,
    h("p", { class: "weighed" }, ...small(masses)),
    h("ul", { class: "claims" }, ...claims.map((id) => claimRow(data, id, at, ""))),
    against?.length ? h("p", { class: "disputing" }, "Disputed by ", ...designed(data, against, claims)) : null,
  );
}

/**
 * @param {Data} data @param {string[]} sources @param {string[]} claims
 * @returns {(HTMLElement | string)[]} sources with the tier, or the design by which they speak of these claims
 */
export function designed(data, sources, claims) {
  const said_ = claims.flatMap((id) => data.claims.get(id)?.assertions ?? []);
  return sources.flatMap((id, place) => {
    const design = said_.find((one) => one.source === id && one.design)?.design;
    const how = design ? data.word("design", design).toLowerCase() : (data.sources.get(id)?.tier ?? "");
    return [place ? "; " : "", sourceLink(data, id), ` (${how})`];
  });
}

/** @param {Data} data @param {string} id @param {number} at @param {string} note */
function claimRow(data, id, at, note) {
  const claim = data.claims.get(id);
  return h("li", {}, h("a", { href: format({ ask: "routes", n: at + 1, claim: id }), class: "row-link" }, mark(data, claim?.standing ?? null), said(claim?.label ?? id), h("small", {}, note || (claim?.standing ?? ""))));
}
