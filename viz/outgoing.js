/** What leaves the page: files made in it, and text to the clipboard. Nothing is sent anywhere. */

import { h } from "./dom.js";

/** @param {Blob | string} content @param {string} name @param {string} [type] */
export function save(content, name, type = "text/plain") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(typeof content === "string" ? new Blob([content], { type: `${type};charset=utf-8` }) : content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** @param {string} title @param {string} ending @returns {string} a name that every system takes for a file */
export function fileName(title, ending) {
  const plain = title.normalize("NFKD").replace(/[^\w]+/g, "-").replace(/^[-_]+|[-_]+$/g, "").slice(0, 60).toLowerCase();
  return `kneegraph-${plain || "graph"}.${ending}`;
}

/** @param {string} text @param {HTMLElement} within where a field can stand for a moment @returns {Promise<boolean>} whether it worked */
export async function copied(text, within) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedBySelection(text, within); // from a file, the clipboard may not be ours
  }
}

/** @param {string} text @param {HTMLElement} within @returns {boolean} */
function copiedBySelection(text, within) {
  const before = document.activeElement;
  const field = /** @type {HTMLTextAreaElement} */ (h("textarea", { class: "unseen", "aria-hidden": "true" }));
  field.value = text;
  within.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}
