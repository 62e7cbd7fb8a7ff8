/**
 * What the panel tells of a source: what it is, and all that it says, by stance; and of two, what both speak of.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Stance} Stance
 * @typedef {import("./state.js").State} State
 */

import { counted, h, outside, said, someFirst } from "./dom.js";
import { mark } from "./marks.js";
import { sourceLink } from "./mentions.js";
import { STANCES } from "./stances.js";
import { format } from "./state.js";

/** @param {Data} data @param {State} state @param {(wanted: Partial<State>) => void} go @returns {HTMLElement} */
export function sourceCard(data, state, go) {
  const id = state.source ?? "";
  for (const one of [id, ...(state.with ? [state.with] : [])]) {
    if (!data.sources.has(one)) return h("p", { class: "notice" }, "This page has no source called “", said(one), "”.");
  }
  return state.with && state.with !== id ? pairCard(data, id, state.with) : oneCard(data, id, go);
}

/** @param {Data} data @param {string} id @param {(wanted: Partial<State>) => void} go @returns {HTMLElement} */
function oneCard(data, id, go) {
  const claims = data.claimsFrom(id);
  return h(
    "article",
    { class: "card", "data-source": id },
    h("p", { class: "chip" }, "source", h("span", {}, `: ${counted(claims.length, "claim")}`)),
    h("h2", { tabindex: "-1" }, outside(data.addressOf(id), data.sources.get(id)?.title ?? id)),
    byline(data, id),
    known(data, id),
    dependent(data, id),
    ...(claims.length ? [] : [h("p", { class: "notice" }, "No claim here comes from this source.")]),
    beside(data, id, claims, go),
    .../** @type {Stance[]} */ (Object.keys(STANCES)).map((stance) => stanceList(data, id, stance, claims)),
  );
}

/** @param {Data} data @param {string} id */
function byline(data, id) {
  const source = data.sources.get(id);
  return h("p", { class: "byline" }, said([source?.byline, source?.tier, source?.collection, source?.host, source?.seen].filter(Boolean).join(" · ")));
}

/** @param {Data} data @param {string} id @returns {HTMLElement | null} all who wrote it, what identifies it, how often it was read */
function known(data, id) {
  const { same = [], readings } = data.sources.get(id) ?? {};
  const { creator, publisher } = data.content.record?.sources[id] ?? {};
  const rows = /** @type {[string, (Node | string)[]][]} */ ([
    ["Authors", creator ? [said(creator)] : []],
    ["Appeared in", publisher && publisher !== creator ? [said(publisher)] : []],
    ["Known as", same.flatMap((address, place) => [...(place ? [", "] : []), outside(address, identifier(address))])],
    ["Read by us", readings ? [readings === 1 ? "once, by one reader" : `${readings} times`] : []],
  ]);
  const told = rows.filter(([, value]) => value.length);
  return told.length ? h("dl", { class: "study" }, ...told.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, ...value)))) : null;
}

/** @param {string} address @returns {string} a DOI or PubMed number as people write it; any other address as it is */
export function identifier(address) {
  const [, doi] = /^https?:\/\/(?:dx\.)?doi\.org\/(10\..+)$/i.exec(address) ?? [];
  const [, pubmed] = /^https?:\/\/pubmed\.ncbi\.nlm\.nih\.gov\/(\d+)\/?$/i.exec(address) ?? [];
  return doi ? `doi:${doi}` : pubmed ? `PubMed ${pubmed}` : address;
}

/** @param {Data} data @param {string} id @returns {HTMLElement | null} the sources it is not independent of, each with why */
function dependent(data, id) {
  const others = data.dependentOn(id);
  if (!others.length) return null;
  return h("details", { class: "dependent" }, h("summary", {}, `Not independent of ${counted(others.length, "other source")}`),
    h("ul", {}, ...others.map(([other, why, how]) => h("li", { "data-dependent": other }, sourceLink(data, other), `: ${why}`, how ? h("small", {}, " ", said(how)) : []))),
    h("p", { class: "muted" }, "Where several of them speak of one claim, they count as one piece of evidence."));
}

/** @param {Data} data @param {string} id @param {string[]} claims @param {(wanted: Partial<State>) => void} go @returns {HTMLElement | null} the way to a second source */
function beside(data, id, claims, go) {
  /** @type {Map<string, number>} */
  const shared = new Map();
  for (const claim of claims) {
    const sources = new Set(data.claims.get(claim)?.assertions.map(({ source }) => source));
    sources.delete(id);
    for (const other of sources) shared.set(other, (shared.get(other) ?? 0) + 1);
  }
  if (!shared.size) return null;
  const options = [...shared].sort(([a, m], [b, n]) => n - m || a.localeCompare(b, "en")).map(([other, number]) =>
    h("option", { value: other }, `${data.nameOf(other)} (${counted(number, "claim")} in common)`));
  const choose = (/** @type {Event} */ event) => go({ source: id, with: /** @type {HTMLSelectElement} */ (event.target).value || null });
  return h("p", { class: "beside" }, h("label", {}, "Side by side with ", h("select", { change: choose, "data-key": "beside" }, h("option", { value: "" }, "another source…"), ...options)));
}

/** @param {Data} data @param {string} source @param {Stance} stance @param {string[]} claims */
function stanceList(data, source, stance, claims) {
  const found = claims.filter((id) => stancesOf(data, source, id).includes(stance));
  const title = h("h3", {}, `${STANCES[stance].mark} It ${stance} `, h("small", {}, counted(found.length, "claim")));
  return found.length > 0 && h("section", { class: "claims", "data-stance-of": stance }, title, ...someFirst(found, (id) => row(data, { source }, id)));
}

/** @param {Data} data @param {string} source @param {string} claim @returns {Stance[]} */
function stancesOf(data, source, claim) {
  const found = data.claims.get(claim)?.assertions.filter((one) => one.source === source).map((one) => one.stance);
  return [...new Set(found)];
}

/** @param {Data} data @param {Partial<State>} from @param {string} id */
function row(data, from, id) {
  const claim = data.claims.get(id);
  const words = h("span", {}, said(claim?.label ?? id));
  return h("li", {}, h("a", { href: format({ ...from, claim: id }), class: "row-link" }, mark(data, claim?.standing ?? null), words, h("small", {}, claim?.standing ?? "")));
}

/** @param {Data} data @param {string} one @param {string} other @returns {HTMLElement} */
function pairCard(data, one, other) {
  const [mine, its] = [data.claimsFrom(one), data.claimsFrom(other)];
  const shared = mine.filter((id) => its.includes(id));
  const differs = (/** @type {string} */ id) => apart(stancesOf(data, one, id), stancesOf(data, other, id));
  const [different, alike] = [shared.filter(differs), shared.filter((id) => !differs(id))];
  const name = (/** @type {string} */ id) => h("a", { href: format({ source: id }) }, said(data.nameOf(id)));
  return h(
    "article",
    { class: "card pair", "data-source": one, "data-with": other },
    h("p", { class: "chip" }, "two sources", h("span", {}, `: ${counted(shared.length, "claim")} in common`)),
    h("h2", { tabindex: "-1" }, said(data.nameOf(one)), " and ", said(data.nameOf(other))),
    h("p", {}, different.length ? `They differ on ${different.length} of ${counted(shared.length, "claim")} that both speak of.` : "On what both speak of, they do not differ."),
    pairTable(data, one, other, different, "They differ"),
    pairTable(data, one, other, alike, "They say the same"),
    ...[[one, mine], [other, its]].map(([id, claims]) => {
      const only = /** @type {string[]} */ (claims).filter((claim) => !shared.includes(claim));
      const list = h("ul", {}, ...only.map((claim) => row(data, { source: one, with: other }, claim)));
      return only.length > 0 && h("details", {}, h("summary", {}, `Only ${data.nameOf(/** @type {string} */ (id))} speaks of ${counted(only.length, "claim")}`), list);
    }),
    h("p", {}, "Each alone: ", name(one), " · ", name(other)),
  );
}

/** @param {Stance[]} mine @param {Stance[]} its @returns {boolean} whether one takes a stance that the other does not, passing on aside */
function apart(mine, its) {
  const [own, other] = [mine, its].map((stances) => stances.filter((stance) => stance !== "reports").sort());
  return own.length > 0 && other.length > 0 && own.join() !== other.join();
}

/** @param {Data} data @param {string} one @param {string} other @param {string[]} claims @param {string} title */
function pairTable(data, one, other, claims, title) {
  if (!claims.length) return null;
  const stances = (/** @type {string} */ source, /** @type {string} */ id) =>
    h("td", {}, ...stancesOf(data, source, id).map((stance) => h("span", { class: "stance", "data-stance": stance }, `${STANCES[stance].mark} ${stance}`)));
  const heads = [one, other].map((id) => h("th", { scope: "col" }, said(data.nameOf(id))));
  const rows = claims.map((id) => h("tr", {}, h("th", { scope: "row" }, h("a", { href: format({ source: one, with: other, claim: id }) }, said(data.claims.get(id)?.label ?? id))), stances(one, id), stances(other, id)));
  return h("section", { class: "claims" }, h("h3", {}, `${title} `, h("small", {}, counted(claims.length, "claim"))),
    h("table", { class: "pair" }, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "claim"), ...heads)), h("tbody", {}, ...rows)));
}
