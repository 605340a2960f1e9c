import type { KeepingOf } from './derived-results.ts';
import { PROJECTION_VERSION } from './projection.ts';
import { decodeProjection, encodeProjection } from './projection-codec.ts';
import { SCORES_VERSION } from './scores.ts';
import { decodeScores, encodeScores } from './scores-codec.ts';

/** How each kind of result is kept on the server. */
export const KEEPING: KeepingOf = {
  scores: { version: SCORES_VERSION, encode: encodeScores, decode: decodeScores },
  // what is searched for is one reader's own
  search: null,
  projection: { version: PROJECTION_VERSION, encode: encodeProjection, decode: decodeProjection },
};
