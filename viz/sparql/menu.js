/** Small parts of the page: menus that open below a button, a message that comes and goes, text to the clipboard. */

import { h } from "../dom.js";

/**
 * @param {string} title @param {{ text: string, note?: string, act: () => void }[]} choices
 * @returns {HTMLElement} a disclosure: Tab goes through it, Escape or a click elsewhere closes it
 */
export function menu(title, choices) {
  const close = () => root.removeAttribute("open");
  const items = choices.map(({ text, note, act }) => {
    const chosen = () => {
      close();
      /** @type {HTMLElement} */ (root.firstElementChild).focus();
      act();
    };
    return h("li", {}, h("button", { type: "button", click: chosen }, text, note ? h("small", {}, note) : ""));
  });
  const root = h("details", { class: "menu" }, h("summary", { class: "action" }, title), h("ul", {}, ...items));
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !root.hasAttribute("open")) return;
    close();
    /** @type {HTMLElement} */ (root.firstElementChild).focus();
    event.stopPropagation();
  });
  document.addEventListener("click", (event) => root.contains(/** @type {Node} */ (event.target)) || close());
  return root;
}

let fading = 0;

/** @param {string} text said to the eyes and, as a live region, to the ears */
export function toast(text) {
  const place = /** @type {HTMLElement} */ (document.getElementById("toast"));
  place.textContent = text;
  place.dataset.shown = "yes";
  clearTimeout(fading);
  fading = setTimeout(() => {
    place.dataset.shown = "no";
    place.textContent = "";
  }, 4000);
}

/** @param {string} text @param {string} what for the message */
export async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyBySelection(text); // without https the clipboard is not ours
  }
  toast(`${what} copied`);
}

/** @param {string} text */
function copyBySelection(text) {
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  const field = /** @type {HTMLTextAreaElement} */ (h("textarea", { class: "unseen", "aria-hidden": "true" }));
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  before?.focus();
}

/** @param {Blob} content @param {string} name */
export function save(content, name) {
  const link = /** @type {HTMLAnchorElement} */ (document.createElement("a"));
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
