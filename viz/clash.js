/**
 * What a disagreement weighs on either side, what those who dispute found, what hangs on it, and why it may be only apparent.
 *
 * @typedef {import("./data.js").Disagreement} Disagreement
 */

import { counted, h, said } from "./dom.js";

/** Kinds whose sides are different claims: neither is for or against. */
const SIDE_BY_SIDE = new Set(["reversed", "opposed", "rivals", "scope"]);
const FOUND = /** @type {Record<string, string>} */ ({
  noEffect: "Who disputes it found no effect.",
  oppositeEffect: "Who disputes it found the opposite effect.",
});

/** @param {Disagreement} one @returns {HTMLElement | null} nothing where nobody looked for contradictions */
export function clash(one) {
  if (!one.weights) return null;
  return h(
    "div",
    { class: "clash" },
    twoSided(one, one.weights),
    one.against ? h("p", { class: "outcome" }, FOUND[one.against] ?? one.against) : null,
    h("p", { class: "hangs" }, hanging(one.hangs ?? 0, one.claims.length > 1 ? "them" : "it")),
    one.reasons?.length ? reasons(one.reasons, Boolean(one.apparent)) : null,
  );
}

/** @param {string[]} all @param {boolean} resolved */
function reasons(all, resolved) {
  return h("div", { class: "reasons" }, h("p", {}, resolved ? "What tells them apart:" : "May be only apparent:"), h("ul", {}, ...all.map((text) => h("li", {}, said(text)))));
}

/** @param {number} number @param {string} it */
function hanging(number, it) {
  if (!number) return `No other claim leads to ${it} or goes on from ${it}.`;
  return `${counted(number, "other claim")} ${number === 1 ? "leads" : "lead"} to ${it} or ${number === 1 ? "goes" : "go"} on from ${it}.`;
}

/** @param {Disagreement} one @param {[number, number]} weights @returns {HTMLElement | null} both sides from the middle outwards */
function twoSided({ kind }, [left, right]) {
  const most = Math.max(left, right);
  if (!most) return null;
  const [pro, con] = SIDE_BY_SIDE.has(kind) ? ["one side", "the other"] : ["for it", "against it"];
  const half = (/** @type {string} */ mass, /** @type {number} */ weight) => {
    const part = h("span", { "data-mass": mass });
    part.style.setProperty("width", `${(100 * weight) / most}%`);
    return h("span", { class: "half" }, weight > 0 && part);
  };
  return h(
    "div",
    { class: "two-sided", role: "group", "aria-label": "What each side weighs", title: "By design and certainty, each independent group of sources once" },
    h("span", {}, `${pro} `, h("strong", {}, left.toFixed(2))),
    h("span", { class: "halves", "aria-hidden": "true" }, half("support", left), half("dispute", right)),
    h("span", {}, h("strong", {}, right.toFixed(2)), ` ${con}`),
  );
}
