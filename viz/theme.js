/** Colours from the style sheet, for what is drawn on the canvas. */

/** @typedef {(name: string) => string} Theme looks up a custom property, such as `kind-Muscle` or `ink` */

/** @returns {Theme} */
export function readTheme() {
  const style = getComputedStyle(document.documentElement);
  return (name) => style.getPropertyValue(`--${name}`).trim();
}

/** @param {() => void} changed called when the reader's preference for light or dark changes */
export function watchTheme(changed) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
}

/** @returns {boolean} whether the reader wants things to stand still */
export function stillness() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
