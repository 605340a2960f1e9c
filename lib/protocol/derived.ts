/**
 * Results that a page derived from what is recorded and leaves with the server, so that the next visitor has them at once:
 * layouts of states, scores of units. They can always be computed again; docs/adr/0003-derived-results.md.
 */

/** Path of one result, below {@link API_BASE}`/runs/:id`: `/derived/:key`. */
export const DERIVED_PATH = '/derived';

/** Largest result that is kept, in bytes. */
export const DERIVED_BYTES = 8 * 2 ** 20;

/** A key: the digest of everything the result depends on. */
export const DERIVED_KEY = /^[0-9a-f]{64}$/;
