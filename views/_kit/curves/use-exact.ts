import { useEffect, useMemo, useState } from 'react';
import type { Client, WindowRequest } from '../../../lib/client/contract.ts';
import type { SeriesPoints } from '../../../lib/protocol/delta.ts';
import { useKit } from '../state/kit-context.ts';
import { type Curve, isPerStep, smoothed } from './curve.ts';

/** Points fetched for one line: more than a chart has pixels. */
const POINTS = 8_000;
/** A zoom that is still being drawn, or a run that goes on, is not asked about with every change. */
const PAUSE_MS = 150;
const LIVE_MS = 2_000;

/** A line as it is drawn, and as it was logged where that is another one. */
export interface ShownCurve {
  readonly shown: Curve;
  /** Under the smoothed line; null: the line is not smoothed. */
  readonly raw: Curve | null;
}

/** The part of a line that is looked at, in steps; null: all of it. */
export type StepsOf = (curve: Curve) => readonly [number, number] | null;

/** What is asked of the server for one line. */
interface Wanted extends WindowRequest {
  readonly key: string;
}

/** Lines whose noise is worth smoothing: of epochs every point counts. */
function isSmoothed(curve: Curve, beta: number): boolean {
  return beta > 0 && (isPerStep(curve) || curve.kind === 'signal');
}

/** What the server knows better than the page: a thinned line that is zoomed into or smoothed. */
function wantedOf(curve: Curve, range: readonly [number, number] | null, beta: number): Wanted | null {
  const { series, of, length, runId, xs } = curve;
  const smoothing = isSmoothed(curve, beta) ? beta : 0;
  if (series === null || of <= length || length === 0 || (range === null && smoothing === 0)) return null;
  const last = xs[length - 1]!;
  const [fromStep, toStep] = range ?? [xs[0]!, last];
  // what reaches to the end goes on with it
  const end = toStep >= last ? ` ${of}` : '';
  const request = {
    runId,
    series: [series],
    fromStep: Math.floor(fromStep),
    toStep: Math.ceil(toStep),
    points: POINTS,
  };
  return { ...request, smoothing, key: `${runId} ${series} ${fromStep} ${toStep} ${smoothing}${end}` };
}

/**
 * Lines with exact points in the part that is looked at, and smoothed over all points that were logged: what the page holds
 * only thinned is fetched; until it is here the thinned line stands in. `stepsOf` is best memoized.
 */
export function useExact(curves: readonly Curve[], stepsOf: StepsOf, beta: number): readonly ShownCurve[] {
  const { client } = useKit();
  const wanted = useMemo(() => curves.map((curve) => wantedOf(curve, stepsOf(curve), beta)), [curves, stepsOf, beta]);
  const [found, setFound] = useState<ReadonlyMap<string, SeriesPoints>>(new Map());
  const key = wanted.map((each) => each?.key ?? '').join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says what is wanted
  useEffect(() => {
    const missing = wanted.filter((each): each is Wanted => each !== null && !found.has(each.key));
    if (missing.length === 0) return;
    const control = new AbortController();
    const isLive = missing.every(({ runId, series }) =>
      [...found.keys()].some((held) => held.startsWith(`${runId} ${series[0]} `)),
    );
    const timer = setTimeout(
      () =>
        void fetchAll(client, missing, control.signal).then(
          (points) => {
            const keys = new Set(wanted.map((each) => each?.key));
            setFound((before) => new Map([...[...before].filter(([held]) => keys.has(held)), ...points]));
          },
          // the thinned line stays, and says that it is thinned
          () => {},
        ),
      isLive ? LIVE_MS : PAUSE_MS,
    );
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [client, key]);
  return useMemo(
    () =>
      curves.map((curve, index): ShownCurve => {
        const points = found.get(wanted[index]?.key ?? '');
        const exact = points ? withPoints(curve, points) : null;
        if (!isSmoothed(curve, beta)) return { shown: exact ?? curve, raw: null };
        return { shown: exact ?? smoothed(curve, beta), raw: curve };
      }),
    [curves, wanted, found, beta],
  );
}

function withPoints(curve: Curve, { steps, values, of }: SeriesPoints): Curve {
  return { ...curve, xs: steps, ys: values, length: steps.length, of };
}

async function fetchAll(client: Client, wanted: readonly Wanted[], signal: AbortSignal) {
  const all = await Promise.all(
    wanted.map(async ({ key, ...request }) => {
      const [points] = await client.window(request, signal);
      return points ? ([[key, points]] as const) : [];
    }),
  );
  return all.flat();
}
