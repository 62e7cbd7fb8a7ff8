/** An answer as a small graph, drawn by vis-network, which is loaded when first needed. Laid out once, then at rest. */

import { counted, h } from "../dom.js";
import { readTheme, watchTheme } from "../theme.js";
import { MOST_NODES } from "./links.js";
import { ID } from "./terms.js";

/** @typedef {number | "all"} Zoom */

/** Below this scale labels cannot be read: a large picture opens on its hub instead. */
const READABLE = 0.6;

/** @type {Promise<void> | undefined} */
let loading;

/** @returns {Promise<void>} */
function library() {
  loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = new URL("assets/vendor/vis-network.min.js", document.baseURI).href;
    script.addEventListener("load", () => done());
    script.addEventListener("error", () => failed(new Error("vis-network did not load")));
    document.head.append(script);
  });
  return loading;
}

/** @param {import("./links.js").Links} links @returns {HTMLElement} */
export function makePicture(links) {
  if (links.why) return h("p", { class: "notice" }, links.why);
  const label = `${counted(links.nodes.size, "thing")} and ${counted(links.lines.length, "link")} between them. The table holds the same as text.`;
  const canvas = h("div", { class: "canvas", role: "img", "aria-label": label });
  const cut = links.cut ? [h("strong", {}, `The first ${MOST_NODES} are drawn; ${links.cut} more are only in the table. `)] : [];
  const left = links.left ? `${counted(links.left, "text or number", "texts and numbers")} are in the table only. ` : "";
  const told = h("p", { class: "muted", id: "pictured" }, ...cut, `${counted(links.nodes.size, "thing")}, ${counted(links.lines.length, "link")}. ${left}Drag to move, double-click one for its page.`);
  /** @type {(how: Zoom) => void} */
  let zoom = () => {};
  const button = (/** @type {string} */ text, /** @type {string} */ name, /** @type {Zoom} */ how) => h("button", { type: "button", "aria-label": name, click: () => zoom(how) }, text);
  const zooms = h("div", { class: "zoom", role: "group", "aria-label": "Zoom" }, button("−", "Zoom out", 1 / 1.4), button("+", "Zoom in", 1.4), button("⤢", "Show the whole picture", "all"));
  library().then(() => (zoom = draw(canvas, links)), () => canvas.replaceWith(h("p", { class: "notice" }, "The drawing library did not load. The table holds the same.")));
  return h("div", { class: "picture" }, h("div", { class: "told" }, told, zooms), canvas);
}

/** @param {HTMLElement} canvas @param {import("./links.js").Links} links @returns {(how: Zoom) => void} */
function draw(canvas, links) {
  const nodes = new vis.DataSet();
  nodes.add([...links.nodes].map(([id, label]) => ({ id, label: wrapped(label) })));
  const edges = new vis.DataSet();
  edges.add(links.lines.map(({ from, to, label }, id) => ({ id, from, to, label })));
  const network = /** @type {any} */ (new vis.Network(canvas, { nodes, edges }, optionsFor(links)));
  network.once("stabilizationIterationsDone", () => {
    network.setOptions({ physics: false });
    network.fit({ animation: false });
    if (network.getScale() < READABLE) network.moveTo({ position: network.getPosition(hubOf(links)), scale: READABLE, animation: false });
    canvas.dataset.ready = "yes";
  });
  network.on("doubleClick", (/** @type {{ nodes: unknown[] }} */ { nodes: [chosen] }) => {
    if (typeof chosen === "string" && chosen.startsWith(ID)) location.assign(new URL(`id/${chosen.slice(ID.length)}`, document.baseURI));
  });
  canvas.addEventListener("wheel", (event) => event.ctrlKey || event.stopImmediatePropagation(), { capture: true });
  watchTheme(() => network.setOptions(colours()));
  return (how) => (how === "all" ? network.fit({ animation: false }) : network.moveTo({ scale: network.getScale() * how, animation: false }));
}

/** @param {import("./links.js").Links} links @returns {string} the best connected thing */
function hubOf({ nodes, lines }) {
  const counts = new Map([...nodes.keys()].map((id) => [id, 0]));
  for (const { from, to } of lines) for (const id of [from, to]) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

/** @param {string} label @returns {string} in lines of about 20 characters */
function wrapped(label) {
  return label.replace(/(.{12,20}) /g, "$1\n");
}

/** @returns {object} */
function colours() {
  const theme = readTheme();
  const [ink, muted, card, accent] = ["ink", "muted", "card", "accent"].map(theme);
  const face = theme("font");
  return {
    nodes: { color: { background: card, border: accent, highlight: { background: card, border: ink } }, font: { color: ink, face, size: 14 } },
    edges: { color: { color: muted, highlight: accent }, font: { color: muted, strokeColor: theme("surface"), face, size: 11 } },
  };
}

/** @param {import("./links.js").Links} links @returns {object} */
function optionsFor(links) {
  const { nodes, edges } = /** @type {any} */ (colours());
  return {
    nodes: { ...nodes, shape: "box", scaling: { label: { drawThreshold: 2 } }, margin: 7, borderWidth: 1, shapeProperties: { borderRadius: 5 } },
    edges: { ...edges, arrows: { to: { enabled: true, scaleFactor: 0.6 } }, smooth: links.lines.length < 120 ? { enabled: true, type: "continuous" } : false },
    layout: { randomSeed: 1, improvedLayout: links.nodes.size <= 60 },
    physics: { solver: "forceAtlas2Based", forceAtlas2Based: { gravitationalConstant: -150, springLength: 130, avoidOverlap: 0.6 }, stabilization: { enabled: true, iterations: 220, fit: true } },
    interaction: { hover: false, keyboard: false, zoomView: true },
  };
}
