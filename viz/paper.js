/**
 * Printing: for as long as it lasts, the whole picture stands in the page as a drawing in dark on white, whatever the screen
 * shows of it. print.css does the rest.
 *
 * @typedef {import("./drawing.js").Sheet} Sheet
 */

import { h } from "./dom.js";
import { svgElement } from "./svg.js";

/** @param {HTMLElement} beside the canvas @param {() => Sheet | null} sheet what is drawn now */
export function readyForPaper(beside, sheet) {
  /** @type {HTMLElement | null} */
  let figure = null;
  const leave = () => {
    figure?.remove();
    figure = null;
  };
  const enter = () => {
    leave();
    const drawn = sheet();
    if (!drawn) return;
    figure = h("figure", { class: "paper" }, svgElement(drawn));
    beside.after(figure);
  };
  const media = matchMedia("print");
  media.addEventListener("change", () => (media.matches ? enter() : leave()));
  addEventListener("beforeprint", enter);
  addEventListener("afterprint", leave);
}
