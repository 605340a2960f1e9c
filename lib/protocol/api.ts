import { z } from 'zod';
import { DERIVED_KEY, MOST_DERIVED } from './derived.ts';
import { LONGEST_ROWS, parseRows } from './tensor-rows.ts';
import { MOST_TENSORS } from './tensors-codec.ts';

const finite = z.coerce.number().refine(Number.isFinite, 'a finite number is needed');

const ids = (what: string, most: number) =>
  z
    .string()
    .regex(/^\d{1,15}(,\d{1,15})*$/, `${what} ids separated by commas are needed: 1,2`)
    .transform((text) => [...new Set(text.split(',').map(Number))])
    .refine((all) => all.length <= most, `at most ${most.toLocaleString('en')} ${what} ids at a time`);

/** Query of `GET /api/v1/runs/:id/series.csv` and `series.json`: all series unless some are named. */
export const seriesQuerySchema = z.object({ series: ids('series', 1_000).optional() });

/** Query of `POST /api/v1/runs/import`: what the file is called by who sends it; `beside=1`: where another state of the run is there, beside it. */
export const importQuerySchema = z.object({
  name: z.string().min(1).max(300).default('run.unrolled'),
  beside: z
    .enum(['0', '1'])
    .default('0')
    .transform((text) => text === '1'),
});

/** Query of `GET /api/v1/runs/:id/page.html`: `full=1`: everything, whatever its size. */
export const pageQuerySchema = z.object({
  full: z
    .enum(['0', '1'])
    .default('0')
    .transform((text) => text === '1'),
});

/** Query of `GET /api/v1/runs/:id/window`: exact points of some series in a range of steps. */
export const windowQuerySchema = z.object({
  series: z
    .string()
    .regex(/^\d{1,15}(,\d{1,15})*$/, 'series ids separated by commas are needed: series=1,2')
    .transform((text) => [...new Set(text.split(',').map(Number))])
    .refine((ids) => ids.length <= 1_000, 'at most 1,000 series at a time'),
  from: finite.default(0),
  to: finite.default(Number.MAX_SAFE_INTEGER),
  points: z.coerce.number().int().min(8).max(200_000).default(4_000),
  /** Weight of the moving average over all stored points; 0: as they are. */
  smooth: z.coerce.number().min(0).max(0.99).default(0),
});

const tensorQuery = {
  /** The store the ids belong to; with it the answer may be cached for ever. */
  store: z.string().max(200).optional(),
  /** Only this sequence of the probe, 0-based. */
  sequence: z.coerce.number().int().min(0).max(1_000_000).optional(),
  /** Only these rows, ascending. */
  rows: z.string().max(LONGEST_ROWS).transform(parseRows).optional(),
};

/** Path of `GET /api/v1/tensors/:id`. */
export const tensorParamsSchema = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });

/** Query of `GET /api/v1/tensors`: several tensors of one store. */
export const tensorsQuerySchema = z.object({
  ids: z
    .string()
    .regex(/^\d{1,15}(,\d{1,15})*$/, 'tensor ids separated by commas are needed: ids=1,2')
    .transform((text) => [...new Set(text.split(',').map(Number))])
    .refine((ids) => ids.length <= MOST_TENSORS, `at most ${MOST_TENSORS} tensors at a time`),
  ...tensorQuery,
});

/** Query of `GET /api/v1/tensors/:id`. */
export const tensorQuerySchema = z.object(tensorQuery);

/** Path of `GET /api/v1/runs/:id`. */
export const runParamsSchema = z.object({ id: z.string().min(1).max(200) });

/** Path of `/api/v1/runs/:id/derived/:key`. */
export const derivedParamsSchema = runParamsSchema.extend({
  key: z.string().regex(DERIVED_KEY, 'a digest of 64 hexadecimal digits is needed'),
});

/** Query of `GET /api/v1/runs/:id/derived`: several results at once. */
export const derivedQuerySchema = z.object({
  keys: z
    .string()
    .max(65 * MOST_DERIVED, `at most ${MOST_DERIVED} keys at a time`)
    .transform((text) => [...new Set(text.split(','))])
    .refine((keys) => keys.every((key) => DERIVED_KEY.test(key)), 'digests of 64 hexadecimal digits are needed'),
});

export type WindowQuery = z.infer<typeof windowQuerySchema>;
