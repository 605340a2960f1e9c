import { quantile } from '../../../lib/analysis/quantiles.ts';
import type { RunData, SeriesColumns } from '../../../lib/client/run-data.ts';
import { SERIES } from '../../../lib/protocol/record.ts';
import type { RunStatus } from '../../../lib/protocol/run.ts';
import { type EpochAxis, epochAxis } from './epoch-axis.ts';
import { gateNames, inGateOrder, seriesByGate } from './gates.ts';
import { decades } from './profile.ts';
import { type EpochReader, seriesOf, type WeightRow, weightRows } from './weight-epochs.ts';

/** A norm over training: every step, and the median of each epoch, on an axis of epochs. */
export interface NormLine {
  /** Run id or weight path. */
  readonly key: string;
  readonly name: string;
  /** Index into the run colours; null: a line that is not picked out. */
  readonly colour: number | null;
  readonly isPicked: boolean;
  /** Positions of the steps on the epoch axis, and log10 of their values: −∞ an exact 0, NaN or ∞ as they came. */
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** Epoch medians: at the middle of each epoch, log10. */
  readonly medianXs: Float64Array;
  readonly medianYs: Float64Array;
  /** Epoch at which a run that did not finish ended. */
  readonly ended: { readonly status: RunStatus; readonly epoch: number } | null;
  /** Newest step drawn; 0 without any. */
  readonly lastStep: number;
}

/** Norms as lines with the axis they share. */
export interface NormLines {
  readonly lines: readonly NormLine[];
  readonly domain: readonly [number, number];
}

/** Global gradient norms of all selected runs that have any, the focused one last so that it lies on top. */
export function runNorms(runs: readonly RunData[], focus: string, read: EpochReader): NormLines {
  const lines = runs
    .map((data): NormLine => {
      const { id, name, colour, status } = data.info;
      const axis = epochAxis(data);
      const reached = data.epochs.reduce((newest, { epoch }) => Math.max(newest, epoch), 0);
      const isBroken = status === 'crashed' || status === 'failed' || status === 'stopped';
      return {
        ...lineOf(seriesOf(data, SERIES.globalGradientNorm, null), axis, read),
        key: id,
        name,
        colour,
        isPicked: id === focus,
        ended: isBroken ? { status, epoch: reached } : null,
      };
    })
    .filter(({ xs }) => xs.length > 0)
    .sort((a, b) => Number(a.isPicked) - Number(b.isPicked));
  return { lines, domain: normDomain(lines) };
}

/** Gradient norms of every weight of a layer, the picked weight last so that it lies on top. */
export function weightNorms(
  data: RunData,
  axis: EpochAxis,
  layer: string,
  picked: string,
  read: EpochReader,
): NormLines {
  const lines = weightRows(data, SERIES.gradientNorm)
    .filter((row) => row.layer === layer)
    .map(
      ({ path }): NormLine => ({
        ...lineOf(seriesOf(data, SERIES.gradientNorm, path), axis, read),
        key: path,
        name: (path.startsWith(`${layer}/`) ? path.slice(layer.length + 1) : path).replace(/_kernel$/, ''),
        colour: path === picked ? data.info.colour : null,
        isPicked: path === picked,
        ended: null,
      }),
    )
    .sort((a, b) => Number(a.isPicked) - Number(b.isPicked));
  return { lines, domain: normDomain(lines) };
}

/** Gradient norms of every gate of a weight, where they were recorded, in the order of its blocks. */
export function gateNorms(data: RunData, axis: EpochAxis, { path, layer }: WeightRow, read: EpochReader): NormLines {
  const byGate = seriesByGate(data, SERIES.gradientNorm, { weight: path });
  const gates = inGateOrder(byGate.keys(), gateNames(data.info.model, layer)).filter((gate) => gate !== '');
  const lines = gates.map(
    (gate): NormLine => ({
      ...lineOf(byGate.get(gate)!, axis, read),
      ...{ key: `${path} ${gate}`, name: gate, colour: null, isPicked: false, ended: null },
    }),
  );
  return { lines, domain: normDomain(lines) };
}

type Columns = Pick<NormLine, 'xs' | 'ys' | 'medianXs' | 'medianYs' | 'lastStep'>;

function lineOf(segments: readonly SeriesColumns[], axis: EpochAxis, read: EpochReader): Columns {
  const count = segments.reduce((sum, { length }) => sum + length, 0);
  const xs = new Float64Array(count);
  const ys = new Float64Array(count);
  let at = 0;
  for (const { steps, values, length } of segments) {
    for (let index = 0; index < length; index += 1, at += 1) {
      xs[at] = axis.position(steps[index]!);
      ys[at] = Math.log10(values[index]!);
    }
  }
  const epochs = [...read(segments, axis)].sort(([a], [b]) => a - b).filter(([epoch]) => epoch > 0);
  const newest = segments.at(-1);
  return {
    xs,
    ys,
    medianXs: Float64Array.from(epochs, ([epoch]) => epoch),
    medianYs: Float64Array.from(epochs, ([, { median }]) => Math.log10(median)),
    lastStep: newest && newest.length > 0 ? newest.steps[newest.length - 1]! : 0,
  };
}

/** Share of the newest values that decides where the axis lies. */
const RECENT = 0.5;
/** Decades of older values, beyond the recent ones, that the axis still makes room for. */
const OLDER = 3;

/**
 * Whole decades that follow the recent magnitude: all of the newer half of each line (but for a hundredth at either
 * end), and up to {@link OLDER} decades more for what came before. Values beyond are drawn at the edge.
 */
export function normDomain(lines: readonly Pick<NormLine, 'ys'>[]): readonly [number, number] {
  const recent: number[] = [];
  const older: number[] = [];
  for (const { ys } of lines) {
    const from = Math.floor(ys.length * RECENT);
    ys.forEach((y, index) => {
      if (Number.isFinite(y)) (index >= from ? recent : older).push(y);
    });
  }
  const now = recent.length > 0 ? recent : older;
  if (now.length === 0) return [-4, 1];
  const [low, high] = [quantile(now, 0.01), quantile(now, 0.99)];
  const lowest = older.reduce((least, y) => Math.min(least, y), low);
  const highest = older.reduce((most, y) => Math.max(most, y), high);
  return decades(Math.max(lowest, low - OLDER), Math.min(highest, high + OLDER), 2);
}
