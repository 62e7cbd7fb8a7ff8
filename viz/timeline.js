/**
 * How a claim came to stand where it stands: its masses year by year as a small drawing, and the same as a table.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./data.js").Year} Year
 */

import { h, said } from "./dom.js";
import { PARTS, hundredths } from "./evidence.js";

/** The drawing: a plot of `WIDTH` by `HEIGHT` below room for marks and beside room for words. */
const [WIDTH, HEIGHT, TOP, RIGHT, BOTTOM] = [250, 84, 20, 92, 20];
/** Between two years that are told under the drawing. */
const APART = 30;
/** Between two lines of hatching. */
const HATCH = 6;
let drawn = 0;

/** @param {Data} data @param {string} id @returns {HTMLElement | null} nothing where fewer than two years brought a source */
export function timeline(data, id) {
  const years = data.evidenceOf(id)?.years;
  if (!years) return null;
  const claim = /** @type {import("./data.js").Claim} */ (data.claims.get(id));
  const undated = [...new Set(claim.assertions.map(({ source }) => source))].filter((source) => !data.sources.get(source)?.year);
  return h(
    "details",
    { class: "timeline", "data-fold": "years" },
    h("summary", {}, `Year by year: ${turning(years)}`),
    h("figure", {}, /** @type {Node} */ (drawing(data, years, claim.label)), h("figcaption", {}, "Each year as it was with the sources that had appeared by then.")),
    undated.length > 0 && h("p", { class: "muted" }, "Without a date, and in none of these years: ", said(undated.map((source) => data.nameOf(source)).join("; "))),
    table(data, years, claim),
  );
}

/** @param {Year[]} years @returns {string} */
function turning(years) {
  const [[first, , began]] = years;
  const turns = years.filter(([, , , turned]) => turned).map(([year, masses, standing]) => `${standing ?? "unknown"} in ${year}, ${weighs(masses)}`);
  return `${began ?? "unknown"} in ${first}${turns.length ? `; ${turns.join("; ")}` : ", and so ever since"}`;
}

/** @param {import("./data.js").Masses} masses @returns {string} */
function weighs([support, dispute]) {
  return support === dispute ? "both weighing the same" : support > dispute ? "support weighing more" : "dispute weighing more";
}

/**
 * @param {Data} data @param {Year[]} years @param {string} label @returns {SVGElement} support from the bottom, dispute from the
 * top, what is not known between them; each told by its place, its hatching and a word beside it
 */
function drawing(data, years, label) {
  drawn += 1;
  const name = (/** @type {string} */ part) => `timeline-${drawn}-${part}`;
  const [first, last] = [years[0][0], years[years.length - 1][0]];
  const x = (/** @type {number} */ year) => ((year - first) / (last - first + Math.max(1, (last - first) / 8))) * WIDTH;
  const at = (/** @type {number} */ mass) => TOP + HEIGHT * (1 - mass / 1000);
  const steps = (/** @type {(year: Year) => number} */ mass) => years.map((year, place) => {
    const end = place + 1 < years.length ? x(years[place + 1][0]) : WIDTH;
    return `L${x(year[0]).toFixed(1)} ${at(mass(year)).toFixed(1)}L${end.toFixed(1)} ${at(mass(year)).toFixed(1)}`;
  }).join("");
  const [, [support, dispute]] = years[years.length - 1];
  const area = (/** @type {string} */ id, /** @type {string} */ path) => svg("path", { d: path, "data-mass": id });
  const heights = spread([(at(0) + at(support)) / 2, (at(support) + at(1000 - dispute)) / 2, (at(1000 - dispute) + at(1000)) / 2]);
  return svg(
    "svg",
    { class: "timeline-drawing", viewBox: `-16 0 ${WIDTH + RIGHT + 16} ${TOP + HEIGHT + BOTTOM}`, role: "img", "aria-labelledby": `${name("title")} ${name("desc")}` },
    svg("title", { id: name("title") }, `Year by year: ${label}`),
    svg("desc", { id: name("desc") }, years.map(([year, masses, standing]) => `${year}: ${standing ?? "unknown"}, ${PARTS.map((part) => `${part.name} ${hundredths(masses[part.place])}`).join(", ")}`).join(". ")),
    svg("rect", { x: "0", y: String(TOP), width: String(WIDTH), height: String(HEIGHT), "data-mass": "unknown" }),
    area("support", `M0 ${at(0)}${steps(([, masses]) => masses[0])}L${WIDTH} ${at(0)}Z`),
    area("dispute", `M0 ${at(1000)}${steps(([, masses]) => 1000 - masses[1])}L${WIDTH} ${at(1000)}Z`),
    svg("path", { class: "hatch", d: years.map((year, place) => hatched(x(year[0]), place + 1 < years.length ? x(years[place + 1][0]) : WIDTH, at(1000), at(1000 - year[1][1]))).join("") }),
    ...turnMarks(data, years, x),
    ...yearMarks(years, x),
    ...PARTS.map(({ name: word, place }, index) => svg("text", { x: String(WIDTH + 6), y: (heights[index] + 4).toFixed(1) }, `${word} ${hundredths(years[years.length - 1][1][place])}`)),
  );
}

/** @param {number} left @param {number} right @param {number} top @param {number} bottom @returns {string} slanting lines that fill a box */
function hatched(left, right, top, bottom) {
  const first = Math.ceil((left + top) / HATCH) * HATCH;
  const lines = Array.from({ length: Math.max(0, Math.ceil((right + bottom - first) / HATCH)) }, (_, place) => first + place * HATCH);
  return lines.map((sum) => {
    const [from, to] = [Math.max(left, sum - bottom), Math.min(right, sum - top)];
    return from < to ? `M${from.toFixed(1)} ${(sum - from).toFixed(1)}L${to.toFixed(1)} ${(sum - to).toFixed(1)}` : "";
  }).join("");
}

/** @param {Data} data @param {Year[]} years @param {(year: number) => number} x @returns {SVGElement[]} where the standing or the balance turned, and how it began */
function turnMarks(data, years, x) {
  let free = -Infinity;
  return years.filter(([, , , turned], place) => turned || place === 0).flatMap(([year, , standing]) => {
    const line = svg("path", { d: `M${x(year).toFixed(1)} ${TOP - 4}V${TOP + HEIGHT}`, class: "turn" });
    if (x(year) < free) return [line];
    free = x(year) + 14;
    return [line, svg("text", { x: x(year).toFixed(1), y: "12", class: "turn-mark", "data-standing": standing ?? "none" }, data.standings.get(standing ?? "")?.mark ?? "?")];
  });
}

/** @param {Year[]} years @param {(year: number) => number} x @returns {SVGElement[]} the first and the last, then those that turned something, as far as there is room */
function yearMarks(years, x) {
  const wanted = [years[0], years[years.length - 1], ...years.filter(([, , , turned]) => turned), ...years];
  /** @type {number[]} */
  const told = [];
  for (const [year] of wanted) if (told.every((other) => Math.abs(x(other) - x(year)) >= APART)) told.push(year);
  return told.map((year) => svg("text", { x: x(year).toFixed(1), y: String(TOP + HEIGHT + 14), class: "year" }, String(year)));
}

/** @param {number[]} heights from the lowest up @returns {number[]} far enough apart to be read */
function spread(heights) {
  const [low, middle, high] = heights;
  const between = Math.min(Math.max(middle, TOP + 18), TOP + HEIGHT - 18);
  return [Math.max(low, between + 13), between, Math.min(high, between - 13)];
}

/** @param {Data} data @param {Year[]} years @param {import("./data.js").Claim} claim @returns {HTMLElement} */
function table(data, years, claim) {
  const names = (/** @type {number} */ year) => [...new Set(claim.assertions.map(({ source }) => source))].filter((source) => data.sources.get(source)?.year === year).map((source) => data.nameOf(source));
  const heads = ["year", "standing", ...PARTS.map(({ name }) => name), "new"];
  const rows = years.map(([year, masses, standing]) => h("tr", {},
    h("th", { scope: "row" }, String(year)),
    h("td", {}, standing ?? "unknown"),
    ...PARTS.map(({ place }) => h("td", {}, hundredths(masses[place]))),
    h("td", {}, said(names(year).join("; ")))));
  return h("table", { class: "pair" }, h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))), h("tbody", {}, ...rows));
}

/** @param {string} tag @param {Record<string, string>} attributes @param {...(SVGElement | string)} children @returns {SVGElement} */
function svg(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
