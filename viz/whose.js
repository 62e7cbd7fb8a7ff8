/**
 * Whose claims are shown: of one tier or one collection alone, by one press; pressed again, of all.
 *
 * @typedef {import("./data.js").Data} Data
 */

import { h, refill } from "./dom.js";

const SORTS = /** @type {const} */ ({ tier: "Tier", collection: "Collection" });

/** @param {Data} data @param {HTMLElement} place @param {string[]} without @param {(without: string[]) => void} filterTo */
export function showWhose(data, place, without, filterTo) {
  const rows = Object.entries(SORTS).flatMap(([sort, name]) => group(data, /** @type {"tier" | "collection"} */ (sort), name, without, filterTo) ?? []);
  const narrowed = rows.some(({ only }) => only);
  const note = narrowed && h("small", {}, `A claim's standing still counts all ${data.sources.size} sources; opened, it tells tier from tier.`);
  place.hidden = rows.length === 0;
  refill(place, ...rows.map(({ made }) => made), note);
}

/**
 * @param {Data} data @param {"tier" | "collection"} sort @param {string} name @param {string[]} without
 * @param {(without: string[]) => void} filterTo @returns {{ made: HTMLElement, only: string | undefined } | null} nothing where all are of one
 */
function group(data, sort, name, without, filterTo) {
  const counts = data.sourcesBy(sort);
  if (counts.size < 2) return null;
  const values = [...counts.keys()];
  const others = without.filter((one) => !one.startsWith(`${sort}:`));
  const shown = values.filter((value) => !without.includes(`${sort}:${value}`));
  const only = shown.length === 1 ? shown[0] : undefined;
  const press = (/** @type {string | null} */ value) => filterTo([...others, ...values.flatMap((one) => (value === null || one === value ? [] : [`${sort}:${one}`]))]);
  const button = (/** @type {string | null} */ value, /** @type {string} */ text, /** @type {number} */ count) => {
    const pressed = value === null ? shown.length === values.length : value === only;
    const title = value === null ? `Sources of every ${sort}` : `Only what ${value} sources say`;
    return h("button", { type: "button", class: "action", "data-only": `${sort}:${value ?? ""}`, "data-key": `only ${sort} ${value}`, "aria-pressed": String(pressed), title,
      click: () => press(pressed ? null : value) }, text, h("small", {}, String(count)));
  };
  const made = h("div", { class: "choice", role: "group", "aria-label": `${name} of the sources` },
    button(null, `any ${sort}`, data.sources.size), ...values.map((value) => button(value, value || "none", counts.get(value) ?? 0)));
  return { made, only };
}
