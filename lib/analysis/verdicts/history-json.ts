import type { Json, JsonObject } from '../../protocol/json.ts';
import type { EpochHistory } from './history.ts';

/** How values that JSON has no word for are written; no path of a layer looks like that. */
const WORDS: readonly (readonly [string, number])[] = [
  ['number:NaN', Number.NaN],
  ['number:Infinity', Number.POSITIVE_INFINITY],
  ['number:-Infinity', Number.NEGATIVE_INFINITY],
];

/** What an epoch left for the rules, and what they held it against, as JSON: NaN and ±∞ are written as words. */
export function historyToJson(epoch: EpochHistory, constantPredictionLoss: number | null): JsonObject {
  return written({ ...epoch, constantPredictionLoss } as unknown as Json) as JsonObject;
}

/** Reads {@link historyToJson}; null when it is none (another version, damaged). */
export function historyFromJson(
  data: JsonObject,
): { readonly epoch: EpochHistory; readonly constantPredictionLoss: number | null } | null {
  const { constantPredictionLoss, ...epoch } = read(data) as JsonObject;
  if (typeof epoch.epoch !== 'number' || !Array.isArray(epoch.layers)) return null;
  return {
    epoch: epoch as unknown as EpochHistory,
    constantPredictionLoss: typeof constantPredictionLoss === 'number' ? constantPredictionLoss : null,
  };
}

function written(value: Json): Json {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return WORDS.find(([, number]) => Object.is(number, value))![0];
  }
  return mapped(value, written);
}

function read(value: Json): Json {
  const word = WORDS.find(([name]) => name === value);
  return word ? (word[1] as Json) : mapped(value, read);
}

function mapped(value: Json, of: (value: Json) => Json): Json {
  if (Array.isArray(value)) return value.map(of);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject)
      .filter(([, one]) => one !== undefined)
      .map(([key, one]) => [key, of(one as Json)]),
  );
}
