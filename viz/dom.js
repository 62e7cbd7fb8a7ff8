/** Elements without markup: what comes from the data can only ever become text or a checked address. */

/**
 * @typedef {Node | string | null | undefined | false} Child
 * @param {string} tag
 * @param {Record<string, string | boolean | EventListener | null | undefined>} [properties] attributes; functions are listeners
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (typeof value === "string" && allowed(name, value)) element.setAttribute(name, value);
  }
  for (const child of children.flat()) {
    if (child || child === "") element.append(child);
  }
  return element;
}

/**
 * A link out of the page. Addresses other than http(s) become plain text.
 * @param {string | undefined} address @param {string} text @param {string} [className] @returns {HTMLElement}
 */
export function outside(address, text, className = "") {
  if (!address || !/^https?:\/\//i.test(address)) return h("span", { class: className, dir: "auto" }, text);
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer", class: className, dir: "auto" }, text);
}

/** @param {string} text @param {string} [className] @returns {HTMLElement} text from the data, its direction kept to itself */
export function said(text, className = "") {
  return h("bdi", className ? { class: className } : {}, text);
}

/** @param {string} path @param {string} className @returns {SVGElement} a shape in a box of 16 by 16 */
export function shape(path, className) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", className);
  svg.setAttribute("aria-hidden", "true");
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "path");
  drawn.setAttribute("d", path);
  drawn.setAttribute("fill-rule", "evenodd");
  svg.append(drawn);
  return svg;
}

/** @param {string} name @param {string} value @returns {boolean} */
function allowed(name, value) {
  if (name === "href") return value.startsWith("#") || /^https?:\/\//i.test(value);
  return !name.startsWith("on") && name !== "style" && name !== "srcdoc" && name !== "src";
}

/** @param {number} count @param {string} one @param {string} [many] @returns {string} */
export function counted(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

/** Items of a list that are made at once; the rest when they are asked for. */
const AT_ONCE = 200;

/**
 * @template T
 * @param {T[]} items @param {(item: T) => HTMLElement | null} row @param {string} [className] of the list @param {number} [most] at once
 * @returns {HTMLElement[]} a list, and where it is long a way to its rest, so many at a time
 */
export function someFirst(items, row, className = "", most = AT_ONCE) {
  const list = h("ul", { class: className || null }, ...items.slice(0, most).map(row));
  if (items.length <= most) return [list];
  const more = h("button", { type: "button", class: "action", click: () => grow() }, `${items.length - most} more`);
  const grow = () => {
    const from = list.childElementCount;
    list.append(...items.slice(from, from + AT_ONCE).flatMap((item) => row(item) ?? []));
    const left = items.length - list.childElementCount;
    more.textContent = `${left} more`;
    more.hidden = left === 0;
    const next = list.children[from]?.querySelector("a");
    if (more.hidden && next instanceof HTMLElement) next.focus({ preventScroll: true }); // the button is gone, and with it the focus
  };
  return [list, more];
}

/**
 * Puts new children into a place; if one of the old had the focus, the new one of the same `data-key` gets it.
 * @param {HTMLElement} place @param {...Child} children
 */
export function refill(place, ...children) {
  const active = document.activeElement;
  const key = active instanceof HTMLElement && place.contains(active) ? active.dataset.key : undefined;
  place.replaceChildren(...children.filter((child) => child || child === "").map((child) => /** @type {Node | string} */ (child)));
  const again = key && place.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (again instanceof HTMLElement) again.focus({ preventScroll: true });
}

/**
 * Some of a few: buttons in a group, of which one is pressed.
 * @param {string} name of the group @param {{ id: string, text: string, title?: string, spoken?: string }[]} choices @param {string} chosen
 * @param {(id: string) => void} choose @returns {HTMLElement}
 */
export function choice(name, choices, chosen, choose) {
  const button = (/** @type {typeof choices[0]} */ { id, text, title, spoken }) =>
    h("button", { type: "button", class: "action", "data-key": `${name} ${id}`, "aria-pressed": String(id === chosen), title, "aria-label": spoken, click: () => choose(id) }, text);
  return h("div", { role: "group", "aria-label": name, class: "choice" }, ...choices.map(button));
}
