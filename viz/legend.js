/**
 * The legend, which is also the filter: every standing and kind with its sign, how many are drawn, and a switch.
 *
 * @typedef {import("./data.js").Data} Data
 */

import { h } from "./dom.js";
import { kindShape, lineSample } from "./marks.js";

/**
 * @param {Data} data @param {{ standings: HTMLElement, kinds: HTMLElement }} places @param {{ concepts: Set<string>, claims: Set<string> }} whole
 * what the drawn part holds before filtering @param {string[]} without @param {(id: string) => void} toggle
 */
export function showLegend(data, places, whole, without, toggle) {
  const kinds = tallied([...whole.concepts].map((id) => data.concepts.get(id)?.kind ?? ""));
  const standings = tallied([...whole.claims].map((id) => data.claims.get(id)?.standing ?? ""));
  const held = places.standings.contains(document.activeElement) || places.kinds.contains(document.activeElement);
  const focused = held ? /** @type {HTMLElement} */ (document.activeElement).dataset.filter : undefined;
  const button = (/** @type {string} */ id, /** @type {string} */ label, /** @type {Element | string} */ sign, /** @type {number} */ count) =>
    h(
      "button",
      { type: "button", class: "filter", "data-filter": id, "aria-pressed": String(!without.includes(id)), click: () => toggle(id) },
      sign,
      label,
      h("small", {}, String(count)),
    );
  places.standings.replaceChildren(
    ...data.content.looks.standings
      .filter(({ id }) => standings.has(id) || without.includes(id))
      .map((look) => button(look.id, `${look.mark} ${look.id}`, lineSample(look), standings.get(look.id) ?? 0)),
  );
  places.kinds.replaceChildren(
    ...data.content.looks.kinds
      .filter(({ id }) => kinds.has(id) || without.includes(id))
      .map((look) => button(look.id, look.plural, kindShape(data, look.id), kinds.get(look.id) ?? 0)),
  );
  const again = focused && document.querySelector(`[data-filter="${CSS.escape(focused)}"]`);
  if (again instanceof HTMLElement) again.focus();
}

/** @param {string[]} words @returns {Map<string, number>} */
function tallied(words) {
  const found = new Map();
  for (const word of words) found.set(word, (found.get(word) ?? 0) + 1);
  return found;
}
