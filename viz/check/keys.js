/** What keys do: bare ones outside of fields, the same with Alt in the draft, so that nobody is caught in it. */

/**
 * @typedef {"j" | "k" | "a" | "u" | "e" | "?" | "Enter"} Key
 * @typedef {{ writing: () => boolean, listening: () => boolean, close: () => boolean, undo: () => void, keys: Record<Key, () => void> }} Does
 *   whether the draft has the focus; whether keys are for the page; what Escape does, and whether there was anything to do
 */

/** @param {Does} does */
export function wireKeys(does) {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || !does.listening()) return;
    const target = /** @type {HTMLElement} */ (event.target);
    const inField = target.closest("textarea, input, select") !== null;
    const act = actOf(event, inField, does);
    if (!act || (event.key === "Enter" && target.closest("button, a, summary"))) return;
    if (act() !== false) event.preventDefault();
  });
}

/** @param {KeyboardEvent} event @param {boolean} inField @param {Does} does @returns {(() => unknown) | null} */
function actOf(event, inField, { writing, close, undo, keys }) {
  const control = event.ctrlKey || event.metaKey;
  if (event.key === "Escape") return close;
  if (control && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "z" && !inField) return undo; // the draft has its own
  if (control || event.altKey !== writing() || (inField && !writing())) return null;
  const key = event.altKey && event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key; // Alt may give another letter
  return key in keys ? keys[/** @type {Key} */ (key)] : null;
}
