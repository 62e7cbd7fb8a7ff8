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

/** @param {"light" | "dark"} scheme @returns {Theme} the colours of this scheme, whichever the reader's own is */
export function themeOf(scheme) {
  /** @type {Map<string, string>} */
  const found = new Map();
  const collect = (/** @type {CSSRuleList} */ rules) => {
    for (const rule of rules) {
      if (rule instanceof CSSStyleRule && rule.selectorText === ":root") {
        for (const name of rule.style) if (name.startsWith("--")) found.set(name, rule.style.getPropertyValue(name).trim());
      } else if (scheme === "dark" && rule instanceof CSSMediaRule && rule.conditionText.includes("dark")) collect(rule.cssRules);
    }
  };
  for (const sheet of document.styleSheets) collect(sheet.cssRules);
  return (name) => found.get(`--${name}`) ?? "";
}
