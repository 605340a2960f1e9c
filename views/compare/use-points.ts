import { useEffect, useState } from 'react';
import type { Client } from '../../lib/client/contract.ts';
import type { RunData } from '../../lib/client/run-data.ts';
import type { SeriesPoints } from '../../lib/protocol/delta.ts';
import { useKit } from '../_kit/state/kit-context.ts';
import { errorText } from '../_kit/told/error-text.ts';
import { pointsOf, type RunPoints, seriesNamed } from './select/series.ts';

/** Points of all runs together that are fetched of a series: beyond it they come thinned, and are said to be. */
const MOST_POINTS = 4_000_000;
const MOST_OF_ONE = 200_000;

/** While points are on their way, those that came are shown together, so often, in ms. */
const ARRIVING_MS = 500;

/** Points that were fetched, and series that were asked for, of a run as it is held: whoever wants them next has them. */
const held = new WeakMap<RunData, Map<number, SeriesPoints>>();
const asked = new WeakMap<RunData, Map<number, Promise<void>>>();

/** Points of some series of several runs. */
export interface ManyPoints {
  /** Null while they are on their way, or where the run has none. */
  readonly of: (run: RunData, name: string) => RunPoints | null;
  /** Whether everything wanted is here. */
  readonly isHere: boolean;
  /** Rises when something arrived. */
  readonly version: number;
  readonly error: string | null;
}

/**
 * Fetches the stored points of series by name, all of them as far as there is room, once for each run. `runs` are the same
 * objects as long as they are held: one that begins anew is fetched anew.
 */
export function usePoints(runs: readonly RunData[], names: readonly string[], isWanted = true): ManyPoints {
  const { client, scheduler } = useKit();
  const [version, setVersion] = useState(0);
  const [error, setError] = useState<string | null>(null);
  const idsOf = (run: RunData) => names.flatMap((name) => seriesNamed(run, name).map(({ id }) => id));
  const wanted = isWanted ? runs.map((run) => ({ run, ids: idsOf(run) })) : [];
  const key = wanted.map(({ run, ids }) => `${numberOf(run)} ${ids.join()}`).join('\n');
  const isHere = wanted.every(({ run, ids }) => ids.every((id) => held.get(run)?.has(id)));
  const points = Math.max(8_000, Math.min(MOST_OF_ONE, Math.floor(MOST_POINTS / Math.max(1, runs.length))));
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says what is wanted of which
  useEffect(() => {
    let isCurrent = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const rise = () => setVersion((now) => now + 1);
    const tell = () => {
      clearTimeout(timer);
      timer = undefined;
      scheduler.notify(rise);
    };
    const fetched = wanted.flatMap(({ run, ids }) => {
      const missing = ids.filter((id) => !held.get(run)?.has(id));
      return missing.length === 0 ? [] : [fetchOnce(client, run, missing, points)];
    });
    let left = fetched.length;
    // the last came after this was rendered and before it was asked for: others had asked
    if (left === 0 && !isHere) tell();
    for (const each of fetched) {
      each.then(
        () => {
          left -= 1;
          if (!isCurrent) return;
          setError(null);
          if (left === 0) tell();
          else timer ??= setTimeout(tell, ARRIVING_MS);
        },
        (failure: unknown) => isCurrent && setError(errorText(failure)),
      );
    }
    return () => {
      isCurrent = false;
      clearTimeout(timer);
      scheduler.cancel(rise);
    };
  }, [client, scheduler, key]);
  const fetched = (run: RunData) => (id: number) => held.get(run)?.get(id);
  return {
    of: (run, name) => pointsOf(run, name, fetched(run)),
    isHere,
    version,
    error,
  };
}

/** A run that begins anew is another object, and has another number. */
const numbers = new WeakMap<RunData, number>();
let runsSeen = 0;

function numberOf(run: RunData): number {
  const number = numbers.get(run) ?? runsSeen++;
  numbers.set(run, number);
  return number;
}

/** Fetches series of a run, those that are under way not a second time; what failed is asked for again by the next who wants it. */
async function fetchOnce(client: Client, run: RunData, series: readonly number[], points: number): Promise<void> {
  const underWay = asked.get(run) ?? new Map<number, Promise<void>>();
  asked.set(run, underWay);
  const missing = series.filter((id) => !underWay.has(id));
  if (missing.length > 0) {
    const request = { runId: run.info.id, series: missing, fromStep: 0, toStep: Number.MAX_SAFE_INTEGER, points };
    const fetching = client.window(request).then((found) => {
      const all = held.get(run) ?? new Map<number, SeriesPoints>();
      held.set(run, all);
      for (const each of found) all.set(each.id, each);
    });
    for (const id of missing) underWay.set(id, fetching);
    const forget = () => {
      for (const id of missing) underWay.delete(id);
    };
    fetching.then(forget, forget);
  }
  await Promise.all(series.map((id) => underWay.get(id)));
}
