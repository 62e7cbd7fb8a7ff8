/** Where the focus goes when the panel changes: to what it is about, and on closing back to what had opened it. */

/** What opened each thing the panel showed. */
export class Focus {
  /** @param {HTMLElement} panel @param {HTMLElement} list */
  constructor(panel, list) {
    this.panel = panel;
    this.list = list;
    this.before = "";
    this.shown = false;
    /** Whether the reader just closed something. */
    this.leaving = false;
    /** Whether what comes next was chosen in the search. */
    this.searched = false;
    /** @type {Map<string, string>} */
    this.openers = new Map();
  }

  /** Remembers what leads out of what the panel shows; to be called before it changes. */
  remember() {
    if (this.leaving) return;
    const active = document.activeElement;
    const key = active instanceof HTMLElement && this.list.contains(active) ? active.dataset.key : undefined;
    const link = active instanceof HTMLAnchorElement && this.panel.contains(active) ? active.getAttribute("href") : null;
    if (key) this.openers.set(this.before, `#list [data-key="${CSS.escape(key)}"]`);
    else if (link) this.openers.set(this.before, `#panel-body a[href="${CSS.escape(link)}"]`);
    else if (this.searched) this.openers.set(this.before, "#search");
    else this.openers.delete(this.before);
    this.searched = false;
  }

  /** @param {string} now address of what the panel shows @param {boolean} inside whether that is one thing */
  settle(now, inside) {
    const changed = this.shown && now !== this.before && (inside || this.leaving);
    if (changed && !(this.leaving && this.back(now))) this.heading();
    [this.before, this.leaving, this.shown] = [now, false, true];
  }

  /** Moves the focus to what the panel is about. */
  heading() {
    const heading = this.panel.querySelector("h2");
    if (!(heading instanceof HTMLElement)) return;
    if (!heading.hasAttribute("tabindex")) heading.setAttribute("tabindex", "-1");
    heading.focus({ preventScroll: true });
  }

  /** @param {string} shown @returns {boolean} whether what opened the thing just closed is there to take the focus */
  back(shown) {
    const selector = this.openers.get(shown);
    const found = selector ? document.querySelector(selector) : null;
    if (found instanceof HTMLElement) found.focus();
    return found !== null;
  }
}
