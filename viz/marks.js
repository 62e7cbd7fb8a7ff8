/** Small signs that tell a standing or a kind by shape and word, not by colour alone. */

import { h, shape } from "./dom.js";

/** @param {import("./data.js").Data} data @param {string | null} standing @returns {HTMLElement} a mark and a word */
export function standingChip(data, standing) {
  const look = data.standings.get(standing ?? "");
  return h("p", { class: "chip", "data-standing": standing ?? "none" }, mark(data, standing), standing ?? "nothing known", look ? h("span", {}, `: ${look.meaning}`) : "");
}

/** @param {import("./data.js").Data} data @param {string | null} standing @returns {HTMLElement} the mark alone, with its word for ears */
export function mark(data, standing) {
  const look = data.standings.get(standing ?? "");
  return h("span", { class: "mark", "data-standing": standing ?? "none", title: standing ?? null, "aria-hidden": "true" }, look?.mark ?? "?");
}

/** @param {import("./data.js").Data} data @param {string} kind @returns {SVGElement | string} */
export function kindShape(data, kind) {
  const look = data.kinds.get(kind);
  if (!look) return "";
  const made = shape(look.path, "kind");
  made.setAttribute("data-kind", kind);
  return made;
}

/** @param {import("./data.js").StandingLook} look @returns {SVGElement} the line as the graph draws it */
export function lineSample(look) {
  const ending = look.ending === "bar" ? "M27 2V14M27 8" : "M22 4L29 8L22 12";
  const made = shape(`M0 8H28${ending}`, "line");
  made.setAttribute("viewBox", "0 0 30 16");
  made.setAttribute("data-standing", look.id);
  const [line] = made.children;
  if (look.dashes.length) line.setAttribute("stroke-dasharray", look.dashes.map((part) => part / 1.6).join(" "));
  return made;
}
