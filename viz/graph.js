/**
 * The picture: vis-network fed with what is to be drawn. It never moves by itself; positions come with the data.
 *
 * @typedef {import("./data.js").Data} Data
 * @typedef {import("./scope.js").Scope} Scope
 * @typedef {{ scope: Scope, concepts: Set<string>, claims: Set<string>, lifted: Set<string> | null,
 *   concept: string | null, claim: string | null }} Picture
 * @typedef {{ concept: (id: string) => void, enter: (id: string) => void, claim: (id: string) => void,
 *   nothing: () => void }} Listeners
 */

import { drawBadges } from "./badges.js";
import { Cards } from "./cards.js";
import { readTheme, stillness, watchTheme } from "./theme.js";

/** Below this zoom labels cannot be read, so a small screen shows a part instead of all. */
const SMALLEST = 0.62;
const LARGEST = 1.2;
const MARGIN = 28;
const HEADING = 34;

/** One canvas. */
export class Graph {
  /** @param {HTMLElement} container @param {Data} data @param {Listeners} listeners */
  constructor(container, data, listeners) {
    this.data = data;
    this.container = container;
    this.theme = readTheme();
    this.cards = new Cards(data.kinds);
    this.nodes = new vis.DataSet();
    this.edges = new vis.DataSet();
    this.drawn = "";
    /** @type {Picture | null} */
    this.picture = null;
    this.network = new vis.Network(container, { nodes: this.nodes, edges: this.edges }, data.content.network.options);
    this.network.on("beforeDrawing", (/** @type {CanvasRenderingContext2D} */ ctx) => this.drawBands(ctx));
    this.network.on("afterDrawing", (/** @type {CanvasRenderingContext2D} */ ctx) => this.drawMarks(ctx));
    this.listen(listeners);
    watchTheme(() => this.restyle());
  }

  /** @param {Picture} picture */
  show(picture) {
    const drawn = `${picture.scope.name} ${[...picture.concepts].join()} ${[...picture.claims].join()}`;
    this.weigh(picture);
    if (drawn === this.drawn) {
      this.picture = picture;
      this.edges.update(this.edgesOf(picture));
      return;
    }
    const moved = this.drawn.split(" ")[0] !== picture.scope.name;
    this.drawn = drawn;
    this.picture = null; // nothing of ours is drawn while the parts change
    this.edges.clear();
    this.nodes.clear();
    this.nodes.add(this.nodesOf(picture));
    this.edges.add(this.edgesOf(picture));
    this.picture = picture;
    this.network.redraw(); // the first drawing measures the cards; from then on lines end at their borders
    if (moved) this.fit();
  }

  /** Shows the whole picture, or as much of its middle as can be read. */
  fit() {
    if (!this.picture) return;
    const boxes = this.boxes(this.picture);
    const left = Math.min(...boxes.map((box) => box.left));
    const right = Math.max(...boxes.map((box) => box.right));
    const top = Math.min(...boxes.map((box) => box.top)) - HEADING;
    const bottom = Math.max(...boxes.map((box) => box.bottom));
    const { clientWidth, clientHeight } = this.container;
    const scale = Math.min(LARGEST, clientWidth / (right - left + MARGIN), clientHeight / (bottom - top + MARGIN));
    const whole = { x: (left + right) / 2, y: (top + bottom) / 2 };
    const readable = scale >= SMALLEST;
    this.network.moveTo({ position: readable ? whole : middle(this.picture), scale: Math.max(scale, SMALLEST), animation: false });
  }

  /** @param {Picture} picture @returns {import("./badges.js").Box[]} where the cards are */
  boxes({ concepts, scope }) {
    return [...concepts].map((id) => {
      const { x, y } = scope.places.get(id) ?? { x: 0, y: 0 };
      const { width, height } = this.cards.sizes.get(id) ?? { width: 150, height: 40 };
      return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
    });
  }

  /** @param {number} factor */
  zoom(factor) {
    const animation = stillness() ? false : { duration: 160, easingFunction: "easeOutQuad" };
    this.network.moveTo({ scale: Math.min(3, Math.max(0.1, this.network.getScale() * factor)), animation });
  }

  /** Takes up the colours of the style sheet again. */
  restyle() {
    this.theme = readTheme();
    if (this.picture) this.edges.update(this.edgesOf(this.picture));
    this.network.redraw();
  }

  /** @param {Picture} picture which cards stand out, and which step back */
  weigh({ scope, concepts, lifted, concept, claim }) {
    const near = new Set([concept]);
    for (const id of lifted ?? []) {
      const found = this.data.claims.get(id);
      if (found) near.add(found.subject).add(found.object);
    }
    const chosen = claim ? [this.data.claims.get(claim)?.subject, this.data.claims.get(claim)?.object] : [concept];
    this.cards.cards.clear();
    for (const id of concepts) {
      const weight = chosen.includes(id) ? "chosen" : lifted && !near.has(id) ? "dim" : "plain";
      const node = this.data.nodes.get(id);
      const caption = scope.places.get(id)?.caption ?? "";
      this.cards.cards.set(id, { lines: (node?.label ?? id).split("\n"), kind: node?.kind ?? "", caption, weight });
    }
  }

  /** @param {Picture} picture @returns {object[]} */
  nodesOf({ concepts, scope }) {
    return [...concepts].map((id) => ({
      ...this.data.nodes.get(id),
      ...{ x: scope.places.get(id)?.x, y: scope.places.get(id)?.y, label: undefined },
      ctxRenderer: (/** @type {Parameters<Cards["renderer"]>[0]} */ asked) => this.cards.renderer(asked, this.theme),
    }));
  }

  /** @param {Picture} picture @returns {object[]} */
  edgesOf({ claims, lifted, claim, scope }) {
    const quiet = claims.size > 60 ? 0.5 : 0.85;
    return [...claims].map((id) => {
      const edge = /** @type {import("./data.js").Edge} */ (this.data.edges.get(id));
      const dim = lifted !== null && !lifted.has(id);
      const plain = edge.standing === "supported" || edge.standing === "reported";
      const opacity = dim ? 0.07 : plain && !lifted ? quiet : 1;
      return { ...edge, ...this.line(edge, opacity, id === claim), ...(scope.centre ? fromTheSide(edge) : {}) };
    });
  }

  /** @param {import("./data.js").Edge} edge @param {number} opacity @param {boolean} chosen @returns {object} */
  line(edge, opacity, chosen) {
    const colour = this.theme(`standing-${edge.standing}`);
    return {
      color: { color: colour, hover: colour, highlight: colour, opacity },
      width: edge.width + (chosen ? 2 : 0),
      label: undefined, // the mark is drawn by us, clear of the cards
    };
  }

  /** @param {CanvasRenderingContext2D} ctx */
  drawBands(ctx) {
    const picture = this.picture;
    if (!picture) return;
    ctx.textAlign = "center";
    ctx.fillStyle = this.theme("muted");
    ctx.font = '600 13px "Segoe UI", Arial, "Liberation Sans", sans-serif';
    for (const { title, x, y } of headings(this.data, picture)) ctx.fillText(title, x, y);
  }

  /** @param {CanvasRenderingContext2D} ctx */
  drawMarks(ctx) {
    const picture = this.picture;
    if (!picture) return;
    const told = [...picture.claims].filter((id) => !picture.lifted || picture.lifted.has(id));
    const marks = told.map((id) => /** @type {import("./data.js").Edge} */ (this.data.edges.get(id))).filter((edge) => edge.label);
    drawBadges(ctx, this.network, marks, this.boxes(picture), this.theme);
  }

  /** @param {Listeners} listeners */
  listen(listeners) {
    this.network.on("click", (/** @type {{ nodes: string[], edges: string[] }} */ { nodes, edges }) => {
      if (nodes.length) listeners.concept(nodes[0]);
      else if (edges.length) listeners.claim(edges[0]);
      else listeners.nothing();
    });
    this.network.on("doubleClick", (/** @type {{ nodes: string[] }} */ { nodes }) => nodes.length && listeners.enter(nodes[0]));
    const pointer = (/** @type {string} */ shape) => () => (this.network.canvas.body.container.style.cursor = shape);
    for (const name of ["hoverNode", "hoverEdge"]) this.network.on(name, pointer("pointer"));
    for (const name of ["blurNode", "blurEdge"]) this.network.on(name, pointer("default"));
  }
}

/** @param {import("./data.js").Edge} edge @returns {object} around one concept every lone line runs sideways */
function fromTheSide(edge) {
  const lone = /** @type {{ roundness: number }} */ (edge.smooth).roundness === 0.25;
  return lone ? { smooth: { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.45 } } : {};
}

/** @param {Picture} picture @returns {{ x: number, y: number }} what a small screen should show first */
function middle({ scope, concepts, concept }) {
  const places = [...concepts].map((id) => scope.places.get(id)).filter((place) => place !== undefined);
  const chosen = scope.places.get(concept ?? scope.centre ?? "");
  if (chosen) return chosen;
  const mean = (/** @type {number[]} */ values) => values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);
  return { x: mean(places.map((place) => place.x)), y: mean(places.map((place) => place.y)) };
}

/** @param {Data} data @param {Picture} picture @returns {{ title: string, x: number, y: number }[]} */
function headings(data, { scope, concepts }) {
  const places = [...concepts].map((id) => ({ id, ...(scope.places.get(id) ?? { x: 0, y: 0 }) }));
  if (!places.length) return [];
  const y = Math.min(...places.map((place) => place.y)) - 46;
  const over = (/** @type {typeof places} */ some, /** @type {string} */ title) => {
    const xs = some.map((place) => place.x);
    return some.length ? [{ title, x: (Math.min(...xs) + Math.max(...xs)) / 2, y }] : [];
  };
  if (scope.centre) {
    const label = data.label(scope.centre);
    return [...over(places.filter(({ x }) => x < 0), `… → ${label}`), ...over(places.filter(({ x }) => x > 0), `${label} → …`)];
  }
  const band = (/** @type {string} */ id) => data.kinds.get(data.concepts.get(id)?.kind ?? "")?.band;
  return data.content.looks.bands.flatMap((title, index) => over(places.filter(({ id }) => band(id) === index), title));
}
