import type { KeepingOf } from './derived-results.ts';
import { MATCH_VERSION } from './match.ts';
import { decodeMatch, encodeMatch } from './match-codec.ts';
import { PROJECTION_VERSION } from './projection.ts';
import { decodeProjection, encodeProjection } from './projection-codec.ts';
import { SCORES_VERSION } from './scores.ts';
import { decodeScores, encodeScores } from './scores-codec.ts';
import { SIMILARITY_VERSION } from './similarity.ts';
import { decodeSimilarity, encodeSimilarity } from './similarity-codec.ts';

/** How each kind of result is kept on the server. */
export const KEEPING: KeepingOf = {
  scores: { version: SCORES_VERSION, encode: encodeScores, decode: decodeScores },
  // what is searched for is one reader's own
  search: null,
  projection: { version: PROJECTION_VERSION, encode: encodeProjection, decode: decodeProjection },
  match: { version: MATCH_VERSION, encode: encodeMatch, decode: decodeMatch },
  similarity: { version: SIMILARITY_VERSION, encode: encodeSimilarity, decode: decodeSimilarity },
};
