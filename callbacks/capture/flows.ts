import type { CapturedCell } from '../../lib/model/model-layers.ts';
import type { Tensor, Tf } from '../../lib/model/tfjs-internals.ts';
import type { LayerFlow } from './capture.ts';
import { byLag, jointNorms, type Norms, overSequences, reverseTime, unitNorms, validSteps } from './flow-statistics.ts';
import { readSteps, type StepValues } from './read-steps.ts';
import { type CellTrace, hasGradient, type LayerCall, type Recording } from './recording.ts';

/** Adjoints of a training step are read of as many sequences as have this many values, per cell and quantity… */
const MOST_VALUES = 2 ** 20;
/** …but of no fewer than this, where there are so many. */
const FEWEST_SEQUENCES = 4;

/** How the norms are scaled: a batch-mean loss makes every adjoint 1/B of the sequence's own. */
export type FlowScale = LayerFlow['scale'];

/**
 * The flow of every cell that a pass recorded. A layer called twice in one pass gives two flows: two paths of the
 * gradient through two sequences of states, which a sum would blur; the first keeps the layer's path, the next are
 * `path/call_2`, … Cells that no gradient came to (frozen, with nothing trained before them) are left out.
 */
export function readFlows(tf: Tf, recording: Recording, cells: readonly CapturedCell[], scale: FlowScale): LayerFlow[] {
  return readAdjoints(tf, recording, cells, MOST_VALUES).map((adjoints) => flowOf(adjoints, scale));
}

/** ∂L/∂s_t of one cell over one call of its layer, unscaled, [step, sequence, unit] in the order the cell ran. */
export interface Adjoints {
  readonly layer: string;
  readonly h: StepValues;
  /** Null where the cell has no c. */
  readonly c: StepValues | null;
  /** The layer runs backwards: its steps are against true time. */
  readonly reversed: boolean;
  /** Which steps are not padded, [time, sequence] in true time; null when all are. */
  readonly valid: Uint8Array | null;
  /** Sequences of the pass; `h` may hold its first ones only. */
  readonly batch: number;
}

/**
 * The adjoints of every cell that a gradient came to in a pass: of all sequences, or, where a cell has more than `most`
 * values, of its first ones.
 */
export function readAdjoints(
  tf: Tf,
  recording: Recording,
  cells: readonly CapturedCell[],
  most = Number.POSITIVE_INFINITY,
): Adjoints[] {
  const all: Adjoints[] = [];
  for (const { call, number } of recording.liveCalls('gradient')) {
    for (const { path, layer, cell, hasCellState } of cells) {
      const trace = layer === call.layer ? call.cells.get(cell) : undefined;
      if (trace === undefined || !hasGradient(trace)) continue;
      all.push(adjointsOf(tf, callPath(path, number), call, trace, { hasCellState, most }));
    }
  }
  return all;
}

/** Path of a layer in its n-th call of a pass. */
export function callPath(path: string, number: number): string {
  return number === 1 ? path : `${path}/call_${number}`;
}

function adjointsOf(
  tf: Tf,
  layer: string,
  { batch, mask, layer: { goBackwards } }: LayerCall,
  trace: CellTrace,
  { hasCellState, most }: { readonly hasCellState: boolean; readonly most: number },
): Adjoints {
  const units = unitsOf(trace);
  const affordable = Math.floor(most / (trace.steps * units));
  const sequences = Math.min(batch, Math.max(FEWEST_SEQUENCES, affordable));
  const read = (tensors: readonly Tensor[]) => readSteps(tf, tensors, trace.steps, sequences, units);
  return {
    layer,
    h: read(trace.dh),
    c: hasCellState ? read(trace.dc) : null,
    reversed: goBackwards,
    valid: mask === null ? null : validSteps(mask.dataSync().subarray(0, sequences * trace.steps), sequences),
    batch,
  };
}

/** Statistics over sequences of the norms of adjoints. */
export function flowOf({ layer, h, c, reversed, valid, batch: ofBatch }: Adjoints, scale: FlowScale): LayerFlow {
  const { batch, time } = h;
  const factor = scale === 'raw' ? 1 : ofBatch;
  const normsOfH = unitNorms(h, factor);
  const quantities: [string, Norms][] = [['h', normsOfH]];
  if (c !== null) {
    const normsOfC = unitNorms(c, factor);
    quantities.push(['c', normsOfC], ['joint', jointNorms(normsOfH, normsOfC)]);
  }
  const all = quantities.map(([, values]) => {
    const inTime = reversed ? reverseTime(values, batch) : values;
    const lagged = valid === null && !reversed ? null : byLag(inTime, batch, valid, reversed);
    return {
      inTime: overSequences(inTime, batch, valid),
      lagged: lagged && overSequences(lagged.norms, batch, lagged.valid),
    };
  });
  return {
    layer,
    quantities: quantities.map(([name]) => name),
    time,
    values: concat(all.map(({ inTime }) => inTime)),
    lagValues: all[0]!.lagged === null ? null : concat(all.map(({ lagged }) => lagged!)),
    scale,
    sequences: batch,
    of: ofBatch,
  };
}

function unitsOf(trace: CellTrace): number {
  return [...trace.dh, ...trace.dc].find((tensor) => tensor !== undefined)!.shape[1]!;
}

function concat(parts: readonly Float64Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
