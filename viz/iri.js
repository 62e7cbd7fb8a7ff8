/** Addresses of resources: the short identifiers of the page, written in full. */

export const KG = "https://w3id.org/kneegraph/ns#";
export const ID = "https://w3id.org/kneegraph/id/";

/** @param {"concept" | "claim" | "assertion" | "source" | "collection"} sort @param {string} id @returns {string} one from elsewhere stays as it is */
export function iri(sort, id) {
  return allowed(id.includes("://") ? id : `${ID}${sort}/${id}`);
}

/** @param {string} id of a relation, a kind or another term of the schema @returns {string} */
export function termIri(id) {
  return allowed(id.includes("://") ? id : `${KG}${id}`);
}

/** @param {string} address @returns {string} with what no address may hold written in percent */
function allowed(address) {
  return address.replace(/[\u0000-\u0020<>"{}|^`\\]/g, (found) => encodeURIComponent(found));
}
