/**
 * All sources, tier by tier, those that say most first, narrowed by what is typed.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./asked.js").Panel} Panel
 */

import { counted, h, said, someFirst } from "./dom.js";
import { plain } from "./search.js";
import { format } from "./state.js";

/** How many of a tier are told at once. */
const SOME = 40;

/** @param {Data} data @returns {Panel} */
export function sourcesPanel(data) {
  const all = [...data.sources.keys()].map((id) => ({ id, text: plain(wordsOf(data, id)), claims: data.claimsFrom(id).length }));
  all.sort((a, b) => b.claims - a.claims || data.nameOf(a.id).localeCompare(data.nameOf(b.id), "en"));
  const list = h("div", { class: "source-list" });
  const status = h("p", { class: "muted", role: "status" });
  const show = (/** @type {string} */ asked) => {
    const parts = plain(asked).split(" ").filter(Boolean);
    const found = all.filter(({ text }) => parts.every((part) => text.includes(part)));
    status.textContent = parts.length ? `${counted(found.length, "source")} of ${all.length}` : `${counted(all.length, "source")}, those that say most first.`;
    list.replaceChildren(...data.tiers.flatMap((tier) => section(data, tier, found.filter(({ id }) => data.sources.get(id)?.tier === tier)) ?? []));
  };
  const field = h("input", { type: "text", id: "narrow", autocomplete: "off", spellcheck: "false", input: (event) => show(/** @type {HTMLInputElement} */ (event.target).value) });
  show("");
  const body = h(
    "article",
    { class: "card sources" },
    h("h2", { tabindex: "-1" }, "Who says all this?"),
    h("div", { class: "fields" }, h("div", { class: "field" }, h("label", { for: "narrow" }, "Title, author, collection, year"), field)),
    status,
    list,
  );
  return { body, lifted: null, scope: null };
}

/** @param {Data} data @param {string} id @returns {string} */
function wordsOf(data, id) {
  const source = data.sources.get(id);
  return [source?.title, source?.byline, data.content.record?.sources[id]?.creator, source?.collection, source?.host].filter(Boolean).join(" ");
}

/** @param {Data} data @param {string} tier @param {{ id: string, claims: number }[]} found @returns {HTMLElement | null} */
function section(data, tier, found) {
  if (!found.length) return null;
  const row = (/** @type {{ id: string, claims: number }} */ { id, claims }) => {
    const source = data.sources.get(id);
    const told = [source?.byline, source?.collection].filter(Boolean).join(" · ");
    return h("li", {}, h("a", { href: format({ source: id }), class: "row-link plain" }, h("span", {}, said(source?.title ?? id), h("small", { class: "under" }, said(told))), h("small", {}, counted(claims, "claim"))));
  };
  return h("section", { class: "claims", "data-tier": tier }, h("h3", {}, `${tier} `, h("small", {}, counted(found.length, "source"))), ...someFirst(found, row, "", SOME));
}
