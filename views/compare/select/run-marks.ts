import type { RunData } from '../../../lib/client/run-data.ts';
import type { RunGroup } from './groups.ts';

/** Shapes of marks: of groups that share a colour each has its own. */
export const SHAPES = ['circle', 'square', 'triangle', 'diamond'] as const;
export type Shape = (typeof SHAPES)[number];

/** How a run is marked wherever runs are points or lines. */
export interface RunMark {
  readonly group: RunGroup;
  /** Index of a run colour: its group's. */
  readonly colour: number;
  readonly shape: Shape;
  readonly isReference: boolean;
  /** It crashed or failed: it is marked as such, not left out. */
  readonly isBroken: boolean;
}

/** Colours there are: further groups use them again, in another shape. */
const COLOURS = 8;

/** The mark of every run of some groups, by its id; `reference` is the id of the run others are held against. */
export function runMarks(groups: readonly RunGroup[], reference: string | null): ReadonlyMap<string, RunMark> {
  const marks = new Map<string, RunMark>();
  const used = new Map<number, number>();
  for (const group of groups) {
    const colour = group.colour % COLOURS;
    const before = used.get(colour) ?? 0;
    used.set(colour, before + 1);
    for (const run of group.runs) {
      marks.set(run.info.id, {
        ...{ group, colour, shape: SHAPES[before % SHAPES.length]! },
        isReference: run.info.id === reference,
        isBroken: isBroken(run),
      });
    }
  }
  return marks;
}

function isBroken({ info: { status } }: RunData): boolean {
  return status === 'crashed' || status === 'failed';
}
