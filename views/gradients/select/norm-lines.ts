import { quantile } from '../../../lib/analysis/quantiles.ts';
import type { RunData, SeriesColumns } from '../../../lib/client/run-data.ts';
import { SERIES } from '../../../lib/protocol/record.ts';
import type { RunStatus } from '../../../lib/protocol/run.ts';
import { type Curve, extentOf, valueDomain } from '../../_kit/curves/curve.ts';
import { type EpochAxis, epochAxis } from './epoch-axis.ts';
import { gateNames, inGateOrder, seriesByGate } from './gates.ts';
import { decades } from './profile.ts';
import { type EpochReader, seriesOf, type WeightRow, weightRows } from './weight-epochs.ts';

/** Norms as lines: every step thin, the median of each epoch strong. */
export interface NormLines {
  readonly curves: readonly Curve[];
  /** Where runs that did not finish ended. */
  readonly ended: readonly EndedRun[];
}

/** A run that did not finish. */
export interface EndedRun {
  readonly status: RunStatus;
  readonly epoch: number;
}

/** Global gradient norms of all selected runs that have any, the focused one last so that it lies on top. */
export function runNorms(runs: readonly RunData[], focus: string, read: EpochReader): NormLines {
  const found = runs
    .map((data) => {
      const isPicked = data.info.id === focus;
      const series = seriesOf(data, SERIES.globalGradientNorm, null);
      return { data, isPicked, curves: curvesOf(data, series, epochAxis(data), read, { label: '', isPicked }) };
    })
    .filter(({ curves }) => curves.length > 0)
    .sort((a, b) => Number(a.isPicked) - Number(b.isPicked));
  return {
    curves: found.flatMap(({ curves }) => curves),
    ended: found.flatMap(({ data: { info, epochs } }): readonly EndedRun[] =>
      isBroken(info.status)
        ? [{ status: info.status, epoch: epochs.reduce((newest, { epoch }) => Math.max(newest, epoch), 0) }]
        : [],
    ),
  };
}

function isBroken(status: RunStatus): boolean {
  return status === 'crashed' || status === 'failed' || status === 'stopped';
}

/** Gradient norms of every weight of a layer, the picked weight last so that it lies on top. */
export function weightNorms(
  data: RunData,
  axis: EpochAxis,
  layer: string,
  picked: string,
  read: EpochReader,
): NormLines {
  const rows = weightRows(data, SERIES.gradientNorm)
    .filter((row) => row.layer === layer)
    .sort((a, b) => Number(a.path === picked) - Number(b.path === picked));
  const curves = rows.flatMap(({ path }, index) => {
    const label = (path.startsWith(`${layer}/`) ? path.slice(layer.length + 1) : path).replace(/_kernel$/, '');
    const isPicked = path === picked;
    const look = { label, isPicked, ...(isPicked ? {} : { quiet: index }) };
    return curvesOf(data, seriesOf(data, SERIES.gradientNorm, path), axis, read, look);
  });
  return { curves, ended: [] };
}

/** Gradient norms of every gate of a weight, where they were recorded, in the order of its blocks. */
export function gateNorms(data: RunData, axis: EpochAxis, { path, layer }: WeightRow, read: EpochReader): NormLines {
  const byGate = seriesByGate(data, SERIES.gradientNorm, { weight: path });
  const gates = inGateOrder(byGate.keys(), gateNames(data.info.model, layer)).filter((gate) => gate !== '');
  const curves = gates.flatMap((gate, index) =>
    curvesOf(data, byGate.get(gate)!, axis, read, { label: gate, isPicked: false, quiet: index }),
  );
  return { curves, ended: [] };
}

/** Every step of a quantity, a line for each segment, and the median of each epoch at its middle; none without points. */
function curvesOf(
  data: RunData,
  segments: readonly SeriesColumns[],
  axis: EpochAxis,
  read: EpochReader,
  look: Pick<Curve, 'label' | 'isPicked' | 'quiet'>,
): readonly Curve[] {
  const { colour, name: run, id: runId } = data.info;
  const about = { colour, run, runId, ...look };
  const steps = segments
    .filter(({ length }) => length > 0)
    .map(
      ({ id, steps: xs, values: ys, length, of }): Curve => ({
        ...about,
        series: id,
        kind: 'steps',
        xs,
        ys,
        length,
        of,
      }),
    );
  if (steps.length === 0) return [];
  const epochs = [...read(segments, axis)].sort(([a], [b]) => a - b).filter(([epoch]) => epoch > 0);
  const [length, of] = [epochs.length, epochs.length];
  const medians: Curve = {
    ...{ ...about, series: null, kind: 'medians', length, of },
    xs: Float64Array.from(epochs, ([epoch]) => middleStep(data, epoch)),
    ys: Float64Array.from(epochs, ([, { median }]) => median),
  };
  return [...steps, medians];
}

/** The step in the middle of an epoch; of the unfinished one where that is expected. */
function middleStep({ epochs, info }: RunData, epoch: number): number {
  const of = epochs.findLast((each) => each.epoch === epoch);
  if (of) return (of.firstStep + of.step) / 2;
  const newest = epochs.at(-1);
  const length = info.stepsPerEpoch ?? (newest ? newest.step - newest.firstStep + 1 : 1);
  return (newest?.step ?? 0) + (1 + length) / 2;
}

/** Air beyond the outer decades, in shares of the span, so that their labels stand clear of the rail's and of the epochs. */
const [BELOW, ABOVE] = [0.06, 0.12];

/** The y axis of norms: on a logarithmic one as {@link normDomain} has it, with a little air. */
export function normSpan(curves: readonly Curve[], log: boolean): readonly [number, number] {
  if (!log) return valueDomain(extentOf(curves), false);
  const steps = curves.filter(({ kind }) => kind === 'steps');
  const [low, high] = normDomain(steps.map(({ ys, length }) => ({ ys: ys.subarray(0, length) })));
  return [low - (high - low) * BELOW, high + (high - low) * ABOVE];
}

/** Share of the newest values that decides where the axis lies. */
const RECENT = 0.5;
/** Decades of older values, beyond the recent ones, that the axis still makes room for. */
const OLDER = 3;

/**
 * Whole decades that follow the recent magnitude: all of the newer half of each line (but for a hundredth at either
 * end), and up to {@link OLDER} decades more for what came before. Values beyond are drawn at the edge.
 */
export function normDomain(lines: readonly Pick<Curve, 'ys'>[]): readonly [number, number] {
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
