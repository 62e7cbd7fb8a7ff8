/** What stands over the columns of the picture: the bands, or around one concept which side is which. */

/** @param {import("./data.js").Data} data @param {import("./graph.js").Picture} picture @returns {{ title: string, x: number, y: number }[]} */
export function headings(data, { scope, concepts }) {
  const places = [...concepts].map((id) => ({ id, ...(scope.places.get(id) ?? { x: 0, y: 0 }) }));
  if (!places.length) return [];
  const y = Math.min(...places.map((place) => place.y)) - 46;
  const over = (/** @type {typeof places} */ some, /** @type {string} */ title) => {
    const xs = some.map((place) => place.x);
    return some.length ? [{ title, x: (Math.min(...xs) + Math.max(...xs)) / 2, y }] : [];
  };
  if (scope.centre) {
    const label = data.label(scope.centre);
    return [...over(places.filter(({ x }) => x < 0), `… → ${label}`), ...over(places.filter(({ x }) => x > 0), `${label} → …`)];
  }
  const band = (/** @type {string} */ id) => data.kinds.get(data.concepts.get(id)?.kind ?? "")?.band;
  return data.content.looks.bands.flatMap((title, index) => over(places.filter(({ id }) => band(id) === index), title));
}
