/** Going through things one by one: previous, next, where one is, and the same with keys. */

import { h } from "./dom.js";

/** The button or link that was pressed; it gets the focus again once its panel has been made anew. */
let pressed = "";

/**
 * A link within a panel that leads to the same panel: there it keeps the focus, and its place is brought into sight.
 * @param {HTMLElement} link @param {string} key tells it from the others @returns {HTMLElement} the link
 */
export function staying(link, key) {
  link.dataset.step = key;
  link.addEventListener("click", () => (pressed = key));
  restore([link]);
  return link;
}

/** @param {HTMLElement} chosen what an address names; it is brought into sight once it stands in the page */
export function bringIntoSight(chosen) {
  queueMicrotask(() => chosen.scrollIntoView({ block: "nearest" }));
}

/**
 * @typedef {{ name: string, at: number, of: number, position: string, back: string, on: string }} Stops
 * `name` tells this stepper from others in the panel, `at` counts from 0, `back` and `on` are the words on the buttons
 * @param {Stops} stops @param {(at: number) => void} to @returns {HTMLElement}
 */
export function stepper({ name, at, of, position, back, on }, to) {
  const button = (/** @type {string} */ key, /** @type {string} */ text, /** @type {number} */ goal) => {
    const open = goal >= 0 && goal < of;
    const press = () => {
      if (!open) return;
      pressed = key;
      to(goal);
    };
    // It stays focusable at the end of the way: a button that vanishes takes the focus with it.
    return h("button", { type: "button", class: "action", "data-step": key, "aria-disabled": String(!open), click: press }, text);
  };
  const made = [button(`${name} back`, `← ${back}`, at - 1), h("span", { class: "position" }, position), button(`${name} on`, `${on} →`, at + 1)];
  restore(made);
  return h("div", { class: "stepper", role: "group", "aria-label": position }, ...made);
}

/**
 * Lets the arrow keys, and n and p, press the buttons of a stepper while the focus is within an element.
 * @param {HTMLElement} element @param {string} name of the stepper
 */
export function withKeys(element, name) {
  element.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || target instanceof HTMLInputElement) return;
    const way = key === "ArrowRight" || key === "n" ? "on" : key === "ArrowLeft" || key === "p" ? "back" : null;
    const button = way && element.querySelector(`[data-step="${name} ${way}"]`);
    if (!(button instanceof HTMLElement)) return;
    event.preventDefault();
    button.click();
  });
}

/** @param {HTMLElement[]} made */
function restore(made) {
  const again = made.find((one) => one.dataset.step === pressed);
  if (!again) return;
  pressed = "";
  queueMicrotask(() => {
    again.focus({ preventScroll: true }); // by then it stands in the page
    again.scrollIntoView({ block: "nearest" });
  });
}
