/** Brings what is looked at into view: its row in the list, and its sentence in the draft. */

import { stillness } from "../theme.js";

/** @param {string} id @returns {HTMLElement} */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @returns {boolean} whether draft and findings are one below the other, as on a small screen */
function scrolledByPage() {
  return getComputedStyle(part("page")).overflowY === "visible";
}

/** @returns {ScrollBehavior} */
function behavior() {
  return stillness() ? "auto" : "smooth";
}

/** @param {HTMLElement | null | undefined} row of which, with a card taller than its place, the beginning is shown @param {boolean} writing */
export function showRow(row, writing) {
  if (!row || (writing && scrolledByPage())) return; // the draft must not jump away from who writes in it
  const head = scrolledByPage() ? 0 : part("told").offsetHeight;
  const room = (scrolledByPage() ? innerHeight : part("beside").clientHeight) - head - 24;
  row.style.scrollMarginTop = `${head + 12}px`;
  row.scrollIntoView({ block: row.offsetHeight > room ? "start" : "nearest", behavior: behavior() });
}

/** @param {DOMRect | null} box where it is in the window; on a small screen the list is what is looked at */
export function showSentence(box) {
  const page = part("page");
  if (!box || scrolledByPage()) return;
  const { top, bottom } = page.getBoundingClientRect();
  if (box.top < top + 20 || box.bottom > bottom - 40) page.scrollBy({ top: box.top - top - (bottom - top) / 3, behavior: behavior() });
}
