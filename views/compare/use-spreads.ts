import { useMemo, useRef } from 'react';
import type { SpreadOf } from '../../lib/client/page-state.ts';
import type { RunData } from '../../lib/client/run-data.ts';
import type { StoredTensor } from '../../lib/protocol/delta.ts';
import type { EpochOfRun } from '../_kit/state/playhead.ts';
import { useManyTensors } from '../_kit/state/use-many-tensors.ts';
import { useSettled } from '../_kit/state/use-settled.ts';
import { type SpreadScale, spreadScale } from '../gradients/select/spread-scale.ts';
import type { RunMark } from './select/run-marks.ts';
import { type SpreadSubject, storedSpreads } from './select/spread-subject.ts';
import { extentIn, histogramIn, type RunSpread } from './select/spreads.ts';

/** Why nothing is shown of a run. */
export type SpreadLack = 'no-such' | 'not-kept' | 'none-yet';

/** Distributions of all runs at the playhead. */
export interface Spreads {
  readonly spreads: readonly RunSpread[];
  readonly lacking: readonly { readonly run: RunData; readonly why: SpreadLack }[];
  /** The axis they share: that of all epochs, of states of all that were looked at. */
  readonly scale: SpreadScale;
  /** The epoch of the focused run they are of: the playhead's, once what it needs is here. */
  readonly epoch: number | null;
  readonly isHere: boolean;
  readonly error: string | null;
  readonly retry: () => void;
}

interface Shown {
  readonly key: string;
  readonly epoch: number | null;
  readonly spreads: readonly RunSpread[];
}

/** What states may be: they are within −1…1, unless the activation has no bounds. */
const STATE_EXTENT: Pick<StoredTensor, 'attributes'> = { attributes: { exponent: -5, min: -1, max: 0.999 } };

/** Reads how a subject is spread in each run, at the last epoch up to where the run stands that it was recorded at. */
export function useSpreads(
  runs: readonly RunData[],
  marks: ReadonlyMap<string, RunMark>,
  version: string,
  of: SpreadOf,
  subject: SpreadSubject | null,
  stands: EpochOfRun,
  focus: RunData | null,
): Spreads {
  const isState = of === 'h' || of === 'c';
  // histograms are a few bytes each, states are not: they come once the playhead rests
  const settled = useSettled(stands);
  const epochOf = isState ? settled : stands;
  const epoch = focus ? epochOf(focus) : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs change in place, `version` says that they did
  const all = useMemo(
    () => runs.map((run) => ({ run, found: subject ? storedSpreads(run, of, subject) : null })),
    [runs, version, of, subject],
  );
  const at = useMemo(
    () =>
      all.map(({ run, found }) => ({
        run,
        found,
        stored: found?.stored.findLast((each) => each.epoch <= (epochOf(run) ?? Number.POSITIVE_INFINITY)) ?? null,
      })),
    [all, epochOf],
  );
  const wanted = useMemo(() => at.flatMap(({ stored }) => stored ?? []), [at]);
  const tensors = useManyTensors(wanted, epoch);
  const isHere = tensors.here === wanted.length;
  const key = `${of} ${subject?.place}`;
  const shown = useRef<Shown | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `here` says that bytes arrived
  const spreads = useMemo(
    () =>
      at.flatMap(({ run, found, stored }): RunSpread[] => {
        const mark = marks.get(run.info.id);
        const tensor = stored && tensors.peek(stored.id);
        if (!mark || !tensor || !found) return [];
        return [{ run, mark, path: found.path, epoch: stored.epoch, histogram: histogramIn(tensor) }];
      }),
    [at, marks, tensors.here],
  );
  // what was shown stays until all of the next epoch is here: nothing flickers while epochs are scrubbed
  if (isHere || shown.current?.key !== key) shown.current = { key, epoch, spreads };
  const now = shown.current;
  const seen = useRef<{ readonly key: string; readonly of: Map<string, Pick<StoredTensor, 'attributes'>> } | null>(
    null,
  );
  if (seen.current?.key !== key) seen.current = { key, of: new Map() };
  if (isState) {
    for (const spread of now.spreads) {
      seen.current.of.set(`${spread.run.info.id} ${spread.epoch}`, extentIn(spread.histogram));
    }
  }
  const extents = isState ? seen.current.of.size : 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the number of extents says that there are more
  const scale = useMemo(
    () =>
      isState
        ? spreadScale([...(of === 'h' ? [STATE_EXTENT] : []), ...(seen.current?.of.values() ?? [])])
        : spreadScale(all.flatMap(({ found }) => found?.stored ?? [])),
    [all, isState, of, key, extents],
  );
  const lacking = useMemo(
    () =>
      at.flatMap(({ run, found, stored }) => {
        const why: SpreadLack = !found ? 'no-such' : found.stored.length === 0 ? 'not-kept' : 'none-yet';
        return stored ? [] : [{ run, why }];
      }),
    [at],
  );
  return {
    ...{ spreads: now.spreads, lacking, scale, epoch: now.epoch, isHere },
    ...{ error: tensors.error, retry: tensors.retry },
  };
}
