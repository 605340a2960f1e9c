import { useEffect, useRef, useState } from 'react';
import type { RunData } from '../../lib/client/run-data.ts';
import type { SeriesPoints } from '../../lib/protocol/delta.ts';
import { useKit } from '../_kit/state/kit-context.ts';
import { errorText } from '../_kit/told/error-text.ts';
import { pointsOf, type RunPoints, seriesNamed } from './select/series.ts';

/** Points of all runs together that are fetched of a series: beyond it they come thinned, and are said to be. */
const MOST_POINTS = 4_000_000;
const MOST_OF_ONE = 200_000;

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
  const { client } = useKit();
  const held = useRef(new WeakMap<RunData, Map<number, SeriesPoints>>());
  const asked = useRef(new WeakMap<RunData, Set<number>>());
  const [version, setVersion] = useState(0);
  const [error, setError] = useState<string | null>(null);
  const idsOf = (run: RunData) => names.flatMap((name) => seriesNamed(run, name).map(({ id }) => id));
  const wanted = isWanted ? runs.map((run) => ({ run, ids: idsOf(run) })) : [];
  // a run that begins anew is another object
  const numbers = useRef({ of: new WeakMap<RunData, number>(), next: 0 });
  const numberOf = (run: RunData) => {
    const { of } = numbers.current;
    if (!of.has(run)) of.set(run, numbers.current.next++);
    return of.get(run);
  };
  const key = wanted.map(({ run, ids }) => `${numberOf(run)} ${ids.join()}`).join('\n');
  const points = Math.max(8_000, Math.min(MOST_OF_ONE, Math.floor(MOST_POINTS / Math.max(1, runs.length))));
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says what is wanted of which
  useEffect(() => {
    let isCurrent = true;
    for (const { run, ids } of wanted) {
      const before = asked.current.get(run) ?? new Set<number>();
      asked.current.set(run, before);
      const missing = ids.filter((id) => !before.has(id));
      if (missing.length === 0) continue;
      for (const id of missing) before.add(id);
      client.window({ runId: run.info.id, series: missing, fromStep: 0, toStep: Number.MAX_SAFE_INTEGER, points }).then(
        (found) => {
          const all = held.current.get(run) ?? new Map<number, SeriesPoints>();
          held.current.set(run, all);
          for (const each of found) all.set(each.id, each);
          if (isCurrent) setError(null);
          setVersion((now) => now + 1);
        },
        (failure: unknown) => {
          for (const id of missing) before.delete(id);
          setError(errorText(failure));
        },
      );
    }
    return () => {
      isCurrent = false;
    };
  }, [client, key]);
  const fetched = (run: RunData) => (id: number) => held.current.get(run)?.get(id);
  return {
    of: (run, name) => pointsOf(run, name, fetched(run)),
    isHere: wanted.every(({ run, ids }) => ids.every((id) => held.current.get(run)?.has(id))),
    version,
    error,
  };
}
