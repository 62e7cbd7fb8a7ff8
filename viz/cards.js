/**
 * Concepts on the canvas: a card with the shape of the kind and the label beside it.
 *
 * @typedef {import("./theme.js").Theme} Theme
 * @typedef {{ lines: string[], caption: string, above: boolean, kind: string, weight: "plain" | "dim" | "chosen" }} Card
 * @typedef {{ width: number, height: number }} Size
 */

const FONT = '"Inter", "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif';
const LINE = 15;
const SHAPE = 13;
const PAD = 8;

/** Draws cards; remembers the shapes and how wide each text is. */
export class Cards {
  /** @param {Map<string, import("./data.js").KindLook>} kinds */
  constructor(kinds) {
    this.paths = new Map([...kinds].map(([id, look]) => [id, new Path2D(look.path)]));
    /** @type {Map<string, Card>} */
    this.cards = new Map();
    /** @type {Map<string, Size>} as last drawn */
    this.sizes = new Map();
  }

  /**
   * What vis-network calls for a node of shape `custom`.
   * @param {{ ctx: CanvasRenderingContext2D, id: string, x: number, y: number, state: { hover: boolean } }} asked
   * @param {Theme} theme
   */
  renderer({ ctx, id, x, y, state }, theme) {
    const card = this.cards.get(id);
    if (!card) return {};
    const size = measure(ctx, card);
    this.sizes.set(id, size);
    return { drawNode: () => this.draw(ctx, card, x, y, size, state.hover, theme), nodeDimensions: size };
  }

  /**
   * @param {CanvasRenderingContext2D} ctx @param {Card} card @param {number} x @param {number} y @param {Size} size
   * @param {boolean} hover @param {Theme} theme
   */
  draw(ctx, card, x, y, size, hover, theme) {
    const left = x - size.width / 2;
    const top = y - size.height / 2;
    const colour = theme(`kind-${card.kind}`);
    const faint = card.weight === "dim" && !hover;
    ctx.fillStyle = theme("card");
    ctx.strokeStyle = colour;
    ctx.lineWidth = card.weight === "chosen" ? 2.6 : hover ? 2 : 1;
    ctx.beginPath();
    ctx.roundRect(left, top, size.width, size.height, 6);
    ctx.fill();
    ctx.globalAlpha = faint ? 0.22 : 1;
    ctx.stroke();
    this.drawShape(ctx, card.kind, left + PAD, top + (size.height - SHAPE) / 2, colour);
    ctx.globalAlpha = faint ? 0.38 : 1;
    drawText(ctx, card, left + PAD + SHAPE + 6, y, theme);
    ctx.globalAlpha = 1;
  }

  /** @param {CanvasRenderingContext2D} ctx @param {string} kind @param {number} x @param {number} y @param {string} colour */
  drawShape(ctx, kind, x, y, colour) {
    const path = this.paths.get(kind);
    if (!path) return;
    ctx.save();
    ctx.translate(x, y);
    ctx.scale(SHAPE / 16, SHAPE / 16);
    ctx.fillStyle = colour;
    ctx.fill(path, "evenodd");
    ctx.restore();
  }
}

/** @param {CanvasRenderingContext2D} ctx @param {Card} card @param {number} x @param {number} y @param {Theme} theme */
function drawText(ctx, card, x, y, theme) {
  const rows = card.lines.length + (card.caption ? 1 : 0);
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  const top = y - ((rows - 1) * LINE) / 2;
  const first = card.caption && card.above ? top + LINE : top;
  ctx.fillStyle = theme("ink");
  ctx.font = labelFont(card);
  card.lines.forEach((line, index) => ctx.fillText(line, x, first + index * LINE));
  if (!card.caption) return;
  ctx.fillStyle = theme("muted");
  ctx.font = captionFont();
  ctx.fillText(card.caption, x, card.above ? top : first + card.lines.length * LINE);
}

/** @param {CanvasRenderingContext2D} ctx @param {Card} card @returns {Size} */
function measure(ctx, card) {
  ctx.font = labelFont(card);
  const widths = card.lines.map((line) => ctx.measureText(line).width);
  ctx.font = captionFont();
  widths.push(ctx.measureText(card.caption).width);
  const rows = card.lines.length + (card.caption ? 1 : 0);
  return { width: Math.max(...widths) + SHAPE + PAD * 2 + 7, height: rows * LINE + 11 };
}

/** @returns {string} */
function captionFont() {
  return `italic 12px ${FONT}`;
}

/** @param {Card} card @returns {string} */
function labelFont(card) {
  return `${card.weight === "chosen" ? "600 " : ""}13px ${FONT}`;
}
