/**
 * The field in which a draft is written. Every change by the page goes through the browser's own history, so that Ctrl+Z
 * takes back a suggestion like anything else.
 */

/** Putting in more characters than this through the browser's history takes too long; then it is done without. */
const MOST_BY_HISTORY = 200_000;

export class Editor {
  /** @param {HTMLTextAreaElement} field @param {() => void} changed */
  constructor(field, changed) {
    this.field = field;
    this.changed = changed;
    field.addEventListener("input", () => changed());
    field.addEventListener("paste", (event) => this.pasted(event));
  }

  /** @returns {string} */
  get text() {
    return this.field.value;
  }

  /** @returns {boolean} */
  get focused() {
    return document.activeElement === this.field;
  }

  /** @returns {number} where the caret is */
  get caret() {
    return this.field.selectionStart;
  }

  /** @param {number} start @param {number} end @param {string} text to stand there instead */
  replace(start, end, text) {
    this.historically(() => {
      this.field.setSelectionRange(start, end);
      const done = text.length < MOST_BY_HISTORY && document.execCommand(text ? "insertText" : "delete", false, text);
      if (!done) {
        this.field.setRangeText(text, start, end, "end");
        this.changed();
      }
    });
  }

  /** @param {ClipboardEvent} event; the browser itself would take minutes for a book */
  pasted(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text.length < MOST_BY_HISTORY) return;
    event.preventDefault();
    this.replace(this.field.selectionStart, this.field.selectionEnd, text.replace(/\r\n?/g, "\n"));
  }

  /** @param {string} text instead of all that is there */
  write(text) {
    this.replace(0, this.text.length, text);
    this.field.setSelectionRange(0, 0);
  }

  /** Takes the last change back, whoever made it. */
  undo() {
    this.historically(() => document.execCommand("undo"));
  }

  /** @param {() => void} change made while the field has the focus, which then goes back to where it was */
  historically(change) {
    const before = document.activeElement;
    this.field.focus({ preventScroll: true });
    change();
    if (before instanceof HTMLElement && before !== this.field && before !== document.body) before.focus({ preventScroll: true });
    else if (before !== this.field) this.field.blur();
  }
}
