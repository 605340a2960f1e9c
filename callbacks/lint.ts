import type { LayersModel } from '@tensorflow/tfjs';
import type { Finding, LintFacts } from '../lib/analysis/lint/finding.ts';
import { lint, lintLine } from '../lib/analysis/lint/lint.ts';
import { siblingNames } from '../lib/model/layer-path.ts';
import { clippingOf } from './capture/clipping-notes.ts';
import type { FitCall } from './fit-hook.ts';
import { trainedModel } from './model-info.ts';
import type { HostTensor, ProbeBatch } from './probe-batch.ts';
import type { RunSession } from './session.ts';

/** What is known of a model and of the call of `fit` that trains it; `call` null in a loop of one's own. */
export interface LintSubject {
  readonly model: LayersModel;
  readonly info: LintFacts['model'];
  readonly call: FitCall | null;
  readonly probe: ProbeBatch | null;
}

/** Looks at the settings of a model and says what it found: an event each, one line on the console. */
export function sayFindings(session: RunSession, subject: LintSubject): void {
  const findings = lint(factsOf(subject, session.options.memory));
  for (const { id, layer, message, code, level } of findings)
    session.event('lint', level, message, { id, layer, code });
  const line = lintLine(findings);
  if (line !== null) session.say(worstOf(findings), line);
}

function worstOf(findings: readonly Finding[]): Finding['level'] {
  return findings.some(({ level }) => level === 'warning') ? 'warning' : 'info';
}

function factsOf({ model, info, call, probe }: LintSubject, memory: number | null): LintFacts {
  const optimizer: object | undefined = trainedModel(model).optimizer;
  const input = probe?.x.length === 1 ? (probe.x[0] ?? null) : null;
  const shuffle = (call?.args as { readonly shuffle?: unknown } | undefined)?.shuffle;
  return {
    model: info,
    memory,
    steps: input === null || input.shape.length < 2 ? null : (input.shape[1] ?? null),
    clips: optimizer === undefined ? null : clippingOf(optimizer).length > 0,
    // fit shuffles unless told not to; 'batch' keeps batches whole but not their order
    shuffles: !call || call.data === null ? null : shuffle !== false,
    hasPadding: input === null ? null : hasPadding(input),
    outputLayer: outputLayer(model),
  };
}

/** Path of the layer the only output comes from; null where that layer lies in a nested model. */
function outputLayer(model: LayersModel): string | null {
  const { outputs } = model;
  const layers = model.layers.filter((layer) => layer.getClassName() !== 'InputLayer');
  const names = siblingNames(layers.map((layer) => ({ name: layer.name, className: layer.getClassName() })));
  const [only, ...more] = outputs;
  return only && more.length === 0 ? (names[layers.indexOf(only.sourceLayer)] ?? null) : null;
}

/**
 * Whether token sequences [sequence, time] are padded with 0: some begin or end with zeros, two at least, and 0 stands
 * nowhere else, so that it is no word. Null for inputs that are no whole numbers.
 */
export function hasPadding({ values, shape }: Pick<HostTensor, 'values' | 'shape'>): boolean | null {
  const [count, steps] = shape;
  if (shape.length !== 2 || count === undefined || steps === undefined) return null;
  let padded = 0;
  for (let i = 0; i < count; i++) {
    const row = values.subarray(i * steps, (i + 1) * steps);
    if (!row.every((value) => Number.isInteger(value) && value >= 0)) return null;
    const first = row.findIndex((value) => value !== 0);
    const last = row.findLastIndex((value) => value !== 0);
    if (first < 0) continue;
    if (row.subarray(first, last + 1).includes(0)) return false;
    if (first >= 2 || steps - 1 - last >= 2) padded++;
  }
  return padded > 0;
}
