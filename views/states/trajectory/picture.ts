import type { ProjectionResult } from '../../../lib/client/derived/projection.ts';
import type { PageState, Paths, PointColour } from '../../../lib/client/page-state.ts';
import { LOOK, type PaintedPath } from '../marks/trajectory-marks.ts';
import type { StepClasses } from './classes.ts';
import { coordinatesAt, type Path, sampledPath } from './layout.ts';

/** Where the network's fixed points were found, last. */
export interface FixedPoints {
  readonly epoch: number;
  /** Joint states [point, size]. */
  readonly values: ArrayLike<number>;
  readonly size: number;
  readonly kinds: readonly string[];
}

export type TrajectoryPage = Pick<
  PageState,
  'projection' | 'dimensions' | 'turn' | 'perplexity' | 'pointColour' | 'paths' | 'classIndex'
>;

/** What of each laid-out state decides its look. */
export interface PointFacts {
  readonly truth: StepClasses | null;
  readonly guess: StepClasses | null;
  /** Look of each class. */
  readonly looks: Uint8Array;
}

/** Looks and times of all laid-out states, for a meaning of colour. What a colour needs and is not there leaves dots. */
export function pointLooks(
  { rows, time }: Pick<ProjectionResult, 'rows' | 'time'>,
  colour: PointColour,
  { truth, guess, looks }: PointFacts,
): { readonly looks: Uint8Array; readonly times: Float32Array } {
  const times = Float32Array.from(rows, (row) => (time > 1 ? (row % time) / (time - 1) : 1));
  const lookOf = (of: StepClasses | null, row: number) => looks[of?.of[row] ?? -1] ?? 3;
  const found = Uint8Array.from(rows, (row) => {
    if (colour === 'time') return LOOK.time;
    if (colour === 'class') return lookOf(truth, row);
    if (colour === 'guess') return lookOf(guess, row);
    if (!truth || !guess || truth.of[row]! < 0) return 3;
    return truth.of[row] === guess.of[row] ? 3 : LOOK.wrong;
  });
  return { looks: found, times };
}

/** The trajectories that are drawn: of the chosen sequence, of its class, or of all; the chosen one last. */
export function drawnPaths(
  result: ProjectionResult,
  at: number,
  sequence: number,
  chosen: Path,
  paths: Paths,
  { truth, looks }: PointFacts,
): readonly PaintedPath[] {
  const { time, axes, rows } = result;
  const classOf = (of: number) => truth?.of[of * time] ?? -1;
  const own: PaintedPath = { path: chosen, axes, time, isChosen: true, look: looks[classOf(sequence)] ?? 3 };
  if (paths === 'one') return [own];
  const sequences = [...new Set(Array.from(rows, (row) => Math.floor(row / time)))];
  const others = sequences.filter(
    (each) => each !== sequence && (paths === 'all' || classOf(each) === classOf(sequence)),
  );
  return [
    ...others.map((each) => ({
      path: sampledPath(result, at, each),
      ...{ axes, time, isChosen: false, look: looks[classOf(each)] ?? 3 },
    })),
    own,
  ];
}

/** The middle of the last states of each class, [axis]; classes without any are left out. */
export function classEnds(
  result: ProjectionResult,
  at: number,
  truth: StepClasses,
): readonly { readonly index: number; readonly at: Float32Array }[] {
  const { rows, time, axes } = result;
  const coordinates = coordinatesAt(result, at);
  const sums = new Map<number, { readonly sum: Float64Array; count: number }>();
  for (let i = 0; i < rows.length; i += 1) {
    const isLast = i === rows.length - 1 || Math.floor(rows[i + 1]! / time) !== Math.floor(rows[i]! / time);
    const index = truth.of[rows[i]!]!;
    if (!isLast || index < 0) continue;
    const held = sums.get(index) ?? { sum: new Float64Array(axes), count: 0 };
    for (let axis = 0; axis < axes; axis += 1) held.sum[axis]! += coordinates[i * axes + axis]!;
    held.count += 1;
    sums.set(index, held);
  }
  return [...sums].map(([index, { sum, count }]) => ({ index, at: Float32Array.from(sum, (x) => x / count) }));
}

/** Index of the point nearest to a place, within `reach` px; −1 without one. */
export function nearestPoint(px: Float32Array, count: number, x: number, y: number, reach: number): number {
  let [nearest, least] = [-1, reach];
  for (let i = 0; i < count; i += 1) {
    const away = Math.hypot(px[3 * i]! - x, px[3 * i + 1]! - y);
    if (away < least) [nearest, least] = [i, away];
  }
  return nearest;
}
