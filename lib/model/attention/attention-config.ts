import { UnrolledError } from '../../base/errors.ts';
import type { AttentionScore } from './attention-scores.ts';

/** Options of {@link attention}. */
export interface AttentionOptions {
  /** Default `dot`. */
  readonly score?: AttentionScore;
  /** Default 1. With more, queries, keys and values are projected, attended apart, joined and projected once more. */
  readonly heads?: number;
  /**
   * Units of the projections: of the comparison in `additive` (default: features of the keys), of all heads together
   * where there are several (default: features of the values; a multiple of `heads`). Not used otherwise.
   */
  readonly units?: number;
  /** Divide scores by √depth. Default: only with several heads. */
  readonly scale?: boolean;
  /** Give out `[context, weights]`. Default: the context alone. */
  readonly returnScores?: boolean;
  /** The last input is a mask [sequence, source], 1 where a source is valid, instead of the one that comes with the values. */
  readonly maskInput?: boolean;
  /** Seed of the initial weights. Default: as tfjs draws them. */
  readonly seed?: number;
  readonly name?: string;
}

/** {@link AttentionOptions} with what can be decided before the inputs are known. */
export interface AttentionConfig {
  readonly score: AttentionScore;
  readonly heads: number;
  readonly units: number | null;
  readonly scale: boolean;
  readonly returnScores: boolean;
  readonly maskInput: boolean;
  readonly seed: number | null;
}

/** Checks and completes options. Throws an UnrolledError `bad-option`. */
export function attentionConfig(options: AttentionOptions): AttentionConfig {
  const { score = 'dot', heads = 1, units = null, seed = null } = options;
  if (!['dot', 'general', 'additive'].includes(score)) {
    throw bad(`attention.score: ${String(score)} — give 'dot', 'general' or 'additive'`);
  }
  if (!isCount(heads)) throw bad(`attention.heads: ${String(heads)} — give a whole number above 0`);
  if (units !== null && !isCount(units)) throw bad(`attention.units: ${String(units)} — give a whole number above 0`);
  if (units !== null && units % heads !== 0) {
    throw bad(`attention.units: ${units} — give a multiple of the ${heads} heads`);
  }
  return {
    ...{ score, heads, units, seed },
    scale: options.scale ?? heads > 1,
    returnScores: options.returnScores ?? false,
    maskInput: options.maskInput ?? false,
  };
}

/** Features of the inputs, and whether the query has no time axis. */
export interface AttentionSizes {
  readonly query: number;
  readonly value: number;
  readonly key: number;
  readonly flatQuery: boolean;
}

type Shape = readonly (number | null)[];

/** Reads the shapes [query, values, keys?, mask?]. Throws an UnrolledError `attention-inputs` where they do not fit. */
export function attentionSizes(config: AttentionConfig, shapes: readonly Shape[]): AttentionSizes {
  const count = shapes.length - (config.maskInput ? 1 : 0);
  const [query, values, keys = values] = shapes.slice(0, count);
  const wanted = `give [query, values${config.maskInput ? ', mask' : ''}] or [query, values, keys${config.maskInput ? ', mask' : ''}]`;
  if (query === undefined || values === undefined || keys === undefined || count > 3) {
    throw misfit(`${shapes.length} inputs — ${wanted}`);
  }
  if ((query.length !== 2 && query.length !== 3) || values.length !== 3 || keys.length !== 3) {
    throw misfit(
      `shapes ${shapes.map(show).join(', ')} — give a query [sequence, target, feature] or [sequence, feature], ` +
        'values and keys [sequence, source, feature]',
    );
  }
  const sizes = {
    query: feature(query),
    value: feature(values),
    key: feature(keys),
    flatQuery: query.length === 2,
  };
  if (config.score === 'dot' && config.heads === 1 && sizes.query !== sizes.key) {
    throw misfit(
      `query of ${sizes.query} and keys of ${sizes.key} features — 'dot' needs as many; use score: 'general'`,
    );
  }
  if (config.heads > 1 && (config.units ?? sizes.value) % config.heads !== 0) {
    throw misfit(`values of ${sizes.value} features in ${config.heads} heads — give units, a multiple of the heads`);
  }
  return sizes;
}

function feature(shape: Shape): number {
  const size = shape.at(-1);
  if (typeof size === 'number') return size;
  throw misfit(`shape ${show(shape)} — the number of features must be known`);
}

function show(shape: Shape): string {
  return `[${shape.map((size) => size ?? 'any').join(', ')}]`;
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function bad(message: string): UnrolledError {
  return new UnrolledError('bad-option', message);
}

function misfit(message: string): UnrolledError {
  return new UnrolledError('attention-inputs', `attention: ${message}`);
}
