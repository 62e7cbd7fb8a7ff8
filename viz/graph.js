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
import { headings } from "./headings.js";
import { readTheme, stillness, watchTheme } from "./theme.js";

/** Below this zoom labels cannot be read, so a small screen shows a part instead of all. */
const SMALLEST = 0.62;
const LARGEST = 1.2;
const MARGIN = 40;
const HEADING = 34;
/** Half of what a letter of a heading takes. */
const LETTER = 3.8;
const GLIDE = { duration: 200, easingFunction: "easeOutQuad" };

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
    container.querySelector("[tabindex]")?.removeAttribute("tabindex"); // it takes no keys, so it is no stop
    this.listen(listeners);
    watchTheme(() => this.restyle());
  }

  /** @param {Picture} picture @param {boolean} [uncovered] whether something else stood in its place before */
  show(picture, uncovered = false) {
    if (uncovered) this.network.setSize("100%", "100%"); // it could not measure itself while it was hidden
    const drawn = `${picture.scope.name} ${picture.scope.title}\n${[...picture.concepts].join()} ${[...picture.claims].join()}`;
    this.weigh(picture);
    if (drawn === this.drawn && !uncovered) {
      this.picture = picture;
      this.edges.update(this.edgesOf(picture));
      this.reveal(picture);
      return;
    }
    const moved = uncovered || this.drawn.split("\n")[0] !== drawn.split("\n")[0];
    this.drawn = drawn;
    this.picture = null; // nothing of ours is drawn while the parts change
    this.edges.clear();
    this.nodes.clear();
    this.nodes.add(this.nodesOf(picture));
    this.edges.add(this.edgesOf(picture));
    this.picture = picture;
    this.network.redraw(); // the first drawing measures the cards; from then on lines end at their borders
    if (moved || !this.inSight(picture)) this.fit(picture.scope.name === "all" ? 0 : SMALLEST);
    this.reveal(picture);
  }

  /** @param {number} smallest shows the whole picture, or its middle when the whole would be smaller than this */
  fit(smallest) {
    if (!this.picture) return;
    const boxes = this.boxes(this.picture);
    if (!boxes.length) return;
    const titles = headings(this.data, this.picture).flatMap(({ title, x }) => [x - title.length * LETTER, x + title.length * LETTER]);
    const [left, right] = ends([...titles, ...boxes.flatMap((box) => [box.left, box.right])]);
    const [highest, bottom] = ends(boxes.flatMap((box) => [box.top, box.bottom]));
    const top = highest - HEADING;
    const { clientWidth, clientHeight } = this.container;
    const scale = Math.min(LARGEST, clientWidth / (right - left + MARGIN), clientHeight / (bottom - top + MARGIN));
    const centre = this.picture.scope.places.get(this.picture.scope.centre ?? "");
    const whole = { x: (left + right) / 2, y: (top + bottom) / 2 };
    const shown = Math.max(scale, smallest);
    const [wide, high] = [clientWidth / shown / 2 - MARGIN, clientHeight / shown / 2 - MARGIN];
    const part = centre && { x: within(centre.x, left + wide, right - wide), y: within(centre.y, top + high, bottom - high) };
    this.network.moveTo({ position: scale < smallest && part ? part : whole, scale: shown, animation: false });
  }

  /** @param {Picture} picture brings what is lifted out into sight, if the screen or a sheet over it hides some of it */
  reveal({ lifted, scope }) {
    const places = this.endsOf(lifted).map((id) => scope.places.get(id)).filter((place) => place !== undefined);
    if (!places.length || scope.centre) return;
    const covered = coveredBelow(this.container);
    const [width, height] = [this.container.clientWidth, this.container.clientHeight - covered];
    const seen = places.map((place) => this.network.canvasToDOM(place));
    if (seen.every(({ x, y }) => x > 40 && x < width - 40 && y > 20 && y < height - 20)) return;
    const [left, right] = ends(places.map(({ x }) => x));
    const [top, bottom] = ends(places.map(({ y }) => y));
    const scale = Math.min(this.network.getScale(), width / (right - left + 180), height / (bottom - top + 80));
    const position = { x: (left + right) / 2, y: (top + bottom) / 2 };
    this.network.moveTo({ position, scale, offset: { x: 0, y: -covered / 2 }, animation: stillness() ? false : GLIDE });
  }

  /** @param {Set<string> | null} claims @returns {string[]} the concepts they join */
  endsOf(claims) {
    const found = [...(claims ?? [])].map((id) => this.data.claims.get(id)).filter((claim) => claim !== undefined);
    return found.flatMap((claim) => [claim.subject, claim.object]);
  }

  /** @param {Picture} picture @returns {boolean} whether every card lies within the canvas */
  inSight(picture) {
    const { clientWidth, clientHeight } = this.container;
    const corners = this.boxes(picture).flatMap(({ left, right, top, bottom }) => [{ x: left, y: top }, { x: right, y: bottom }]);
    return corners.map((corner) => this.network.canvasToDOM(corner)).every(({ x, y }) => x >= 0 && y >= 0 && x <= clientWidth && y <= clientHeight);
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
    const animation = stillness() ? false : GLIDE;
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
    const near = new Set([concept, ...this.endsOf(lifted)]);
    const chosen = claim ? this.endsOf(new Set([claim])) : [concept];
    this.cards.cards.clear();
    for (const id of concepts) {
      const weight = chosen.includes(id) ? "chosen" : lifted && !near.has(id) ? "dim" : "plain";
      const node = this.data.nodes.get(id);
      const { caption = "", x = 0 } = scope.places.get(id) ?? {};
      this.cards.cards.set(id, { lines: (node?.label ?? id).split("\n"), kind: node?.kind ?? "", caption, above: x > 0, weight });
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
    const pointer = (/** @type {string} */ shape) => () => (this.container.style.cursor = shape);
    for (const name of ["hoverNode", "hoverEdge"]) this.network.on(name, pointer("pointer"));
    for (const name of ["blurNode", "blurEdge"]) this.network.on(name, pointer("default"));
  }
}

/** @param {import("./data.js").Edge} edge @returns {object} around one concept every lone line runs sideways */
function fromTheSide(edge) {
  const lone = /** @type {{ roundness: number }} */ (edge.smooth).roundness === 0.25;
  return lone ? { smooth: { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.45 } } : {};
}

/** @param {number[]} values @returns {[number, number]} the least and the most */
function ends(values) {
  return [Math.min(...values), Math.max(...values)];
}

/** @param {number} value @param {number} least @param {number} most @returns {number} as near as may be; the middle where nothing may */
function within(value, least, most) {
  return least > most ? (least + most) / 2 : Math.min(Math.max(value, least), most);
}

/** @param {HTMLElement} container @returns {number} how much of it the panel covers from below: on a small screen it is a sheet */
function coveredBelow(container) {
  const own = container.getBoundingClientRect();
  const panel = document.getElementById("panel")?.getBoundingClientRect();
  if (!panel || panel.left >= own.right) return 0;
  return Math.max(0, own.bottom - panel.top);
}
