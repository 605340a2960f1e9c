import type { CurvesWatched } from './watch-curves.ts';

/** What became of a series of pointer moves. */
export interface Answers {
  /** Per frame that moved the cursor: all its scripts and those of the moves it answers, ms. */
  readonly scripts: readonly number[];
  /** Per move: until the frame that answers it, or a later one, had been handed on, ms; ∞: none did. */
  readonly latencies: readonly number[];
}

/** Tells which frame answered which moves: the first that began after them. */
export function answersOf({ moves, answers }: Pick<CurvesWatched, 'moves' | 'answers'>): Answers {
  const scripts: number[] = [];
  const latencies: number[] = [];
  let next = 0;
  for (const { startedAt, paintedAt, scriptMs } of answers) {
    let script = scriptMs;
    let count = 0;
    for (; next < moves.length && moves[next]!.at <= startedAt; next++, count++) {
      script += moves[next]!.scriptMs;
      latencies.push(paintedAt - moves[next]!.at);
    }
    if (count > 0) scripts.push(script);
  }
  for (; next < moves.length; next++) latencies.push(Number.POSITIVE_INFINITY);
  return { scripts, latencies };
}
