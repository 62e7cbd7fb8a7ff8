/**
 * Concepts and sources as they are named in a text: each a way to all that is known of it.
 *
 * @typedef {import("./data.js").Data} Data
 */

import { h, said } from "./dom.js";
import { format } from "./state.js";

/** @param {Data} data @param {string} id @returns {HTMLElement} */
export function conceptLink(data, id) {
  return h("a", { href: format({ concept: id }), class: "concept" }, said(data.label(id)));
}

/** @param {Data} data @param {string} id @returns {HTMLElement} */
export function sourceLink(data, id) {
  return h("a", { href: format({ source: id }), title: "All that this source says" }, said(data.nameOf(id)));
}
