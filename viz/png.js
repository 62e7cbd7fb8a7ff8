/**
 * The picture as PNG, at twice the size of the screen's own.
 *
 * @typedef {import("./drawing.js").Sheet} Sheet
 */

import { fontOf } from "./lettering.js";

const SCALE = 2;
/** What browsers can hold: pixels on a side, pixels in all. */
const LONGEST = 16_000;
const MOST = 120_000_000;

/** @param {Sheet} sheet @returns {Promise<Blob>} fails when the browser cannot hold so large a picture */
export function toPng(sheet) {
  const scale = Math.min(SCALE, LONGEST / sheet.width, LONGEST / sheet.height, Math.sqrt(MOST / (sheet.width * sheet.height)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.floor(sheet.width * scale);
  canvas.height = Math.floor(sheet.height * scale);
  const ctx = canvas.getContext("2d");
  if (ctx) paint(ctx, sheet, scale);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob && ctx ? done(blob) : failed(new Error("the picture is too large for this browser"))), "image/png"));
}

/** @param {CanvasRenderingContext2D} ctx @param {Sheet} sheet @param {number} scale */
function paint(ctx, sheet, scale) {
  ctx.scale(scale, scale);
  ctx.fillStyle = sheet.ground;
  ctx.fillRect(0, 0, sheet.width, sheet.height);
  for (const part of sheet.groups.flatMap((group) => group.parts)) {
    ctx.save();
    ctx.globalAlpha = part.opacity ?? 1;
    if (part.sort === "text") write(ctx, part);
    else draw(ctx, part);
    ctx.restore();
  }
}

/** @param {CanvasRenderingContext2D} ctx @param {import("./drawing.js").Text} part */
function write(ctx, part) {
  ctx.font = fontOf(part);
  ctx.textAlign = part.middle ? "center" : "left";
  ctx.textBaseline = "middle";
  ctx.fillStyle = part.fill;
  ctx.fillText(part.text, part.x, part.y);
}

/** @param {CanvasRenderingContext2D} ctx @param {import("./drawing.js").Path} part */
function draw(ctx, part) {
  if (part.at) {
    ctx.translate(part.at[0], part.at[1]);
    ctx.scale(part.at[2], part.at[2]);
  }
  const path = new Path2D(part.d);
  if (part.fill) {
    ctx.fillStyle = part.fill;
    ctx.fill(path, "evenodd");
  }
  if (!part.stroke) return;
  ctx.strokeStyle = part.stroke;
  ctx.lineWidth = part.width ?? 1;
  ctx.setLineDash(part.dashes ?? []);
  ctx.lineCap = part.dashes?.length ? "round" : "butt"; // as vis-network draws them
  ctx.stroke(path);
}
