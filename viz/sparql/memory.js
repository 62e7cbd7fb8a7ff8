/** Where a query is kept: in the address, so that a link holds it whole, and in this browser, so that a reload loses nothing. */

const KEY = "kneegraph.sparql.draft";

/** @param {string} query @returns {string} the hash of a permanent link */
export function hashOf(query) {
  return `#query=${encodeURIComponent(query)}`;
}

/** @returns {string | null} the query in the address */
export function linked() {
  return new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B")).get("query");
}

/** @param {string} query @returns {string} an address that gives it back */
export function linkTo(query) {
  return `${location.origin}${location.pathname}${hashOf(query)}`;
}

/** @param {string} query goes into the address; going back in the browser goes back to the query before */
export function remember(query) {
  if (linked() !== query) history.pushState(null, "", hashOf(query));
  keep(query);
}

/** @param {string} query as it is being written */
export function keep(query) {
  try {
    localStorage.setItem(KEY, query);
  } catch {
    // a browser that keeps nothing is no reason to stop
  }
}

/** @returns {string | null} */
export function kept() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
