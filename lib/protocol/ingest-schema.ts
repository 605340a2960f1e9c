import { z } from 'zod';
import { RULE_IDS } from './verdict.ts';

// What a stranger may send. Names become labels, so they are short and hold no tags; texts may hold anything.

const NAME_LENGTH = 512;
const TEXT_LENGTH = 1_000_000;
const TAG = /<[a-z!/?][^>]*>/i;

/** A name: short, and no markup. */
export const label = z
  .string()
  .max(NAME_LENGTH)
  .refine((text) => !TAG.test(text) && !text.includes('\0'), 'a name without markup is needed');
const id = z.string().regex(/^[\w-]{1,64}$/, 'an id of letters, digits, - and _ is needed, at most 64');
const text = z.string().max(TEXT_LENGTH);
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const epochNumber = z.number().int().min(0).max(2_147_483_647);
const time = z.number().min(0).max(8.64e15);
const number = z.union([z.number(), z.nan(), z.literal(Infinity), z.literal(-Infinity)]);
const object = z.record(z.string().max(TEXT_LENGTH), z.unknown());
const labels = z.array(label).max(1_000);
const moment = { step: count, epoch: epochNumber, wallMs: time };
const severity = z.enum(['info', 'warning', 'critical']);

const runPart = {
  name: label,
  group: label.nullable(),
  tags: labels,
  notes: text,
  config: object,
  memory: number.nullable(),
  environment: object,
};

const newRun = z.strictObject({
  id,
  project: label,
  ...runPart,
  startedMs: time,
  host: label,
  pid: count,
});

const layer = z.object({
  path: label,
  className: label,
  units: number.nullable(),
  kind: z.enum(['recurrent', 'other', 'unknown-recurrent']),
  hasCellState: z.boolean(),
  config: object,
  weights: z.array(z.object({ path: label, shape: z.array(count).max(16), trainable: z.boolean() })).max(1_000),
});

const model = z.object({
  name: label,
  parameters: count,
  loss: label.nullable(),
  optimizer: label.nullable(),
  layers: z.array(layer).max(10_000),
});

const probe = z.object({
  digest: z.string().regex(/^[0-9a-f]{0,128}$/),
  count,
  inputShape: z.array(count.nullable()).max(16),
  origin: z.enum(['given', 'sampled']),
  labels: z.array(text).max(100_000).nullable(),
  tokens: z.array(z.array(text).max(100_000)).max(100_000).nullable(),
  targetTokens: z.array(z.array(text).max(100_000)).max(100_000).nullish(),
  alignment: z
    .array(z.array(z.array(count).max(100_000)).max(100_000))
    .max(100_000)
    .nullish(),
  classNames: z.array(text).max(100_000).nullable(),
});

const patch = z
  .strictObject({
    ...runPart,
    status: z.enum(['live', 'finished', 'stopped', 'failed']),
    statusDetail: text.nullable(),
    finishedMs: time.nullable(),
    epochsPlanned: count.nullable(),
    stepsPerEpoch: count.nullable(),
    model: model.nullable(),
    probe: probe.nullable(),
    dropped: z.record(label, count),
  })
  .partial();

const evidence = z.object({
  quantity: label,
  epoch: epochNumber,
  value: number,
  limit: number.nullable(),
  relation: z.enum(['below', 'above']).nullable(),
  severity: severity.nullable(),
  source: text,
});

const verdict = z.strictObject({
  id: label,
  rule: z.enum(RULE_IDS),
  severity,
  layer: label.nullable(),
  onsetEpoch: epochNumber,
  announcedEpoch: epochNumber,
  endEpoch: epochNumber.nullable(),
  evidence: z.array(evidence).max(1_000),
  remedies: z.array(z.object({ key: label, values: z.record(label, text), code: text })).max(1_000),
});

const tensor = z.strictObject({
  name: label,
  layer: label.nullable(),
  dtype: z.enum(['float32', 'float16', 'int32', 'uint8']),
  shape: z.array(count).max(16),
  axes: z.array(label).max(16),
  attributes: object,
  ...moment,
});

const event = z.strictObject({
  // later versions know more kinds
  kind: z.string().regex(/^[a-z-]{1,40}$/),
  level: z.enum(['info', 'warning', 'error']),
  message: text,
  data: object,
  ...moment,
});

const change = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('create'), run: newRun }),
  z.strictObject({ kind: z.literal('resume'), host: label, pid: count, startedMs: time }),
  z.strictObject({ kind: z.literal('update'), patch }),
  z.strictObject({
    kind: z.literal('append'),
    keys: z
      .array(z.strictObject({ name: label, context: z.record(label, label) }))
      .max(100_000)
      .nullable(),
    tensors: z.array(tensor).max(100_000),
    events: z.array(event).max(100_000),
    epochs: z.array(z.strictObject({ ...moment, firstStep: count, snapshot: z.boolean() })).max(100_000),
    verdicts: z.array(verdict).max(10_000),
  }),
]);

/** Head of an ingest packet, see `IngestHead`. */
export const ingestHeadSchema = z.strictObject({
  v: z.number(),
  run: id,
  sender: id,
  seq: count,
  changes: z.array(change).max(10_000),
});
