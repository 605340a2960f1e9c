/** Heights of the timeline, px: event lane, a run's track, the axis row; for fingers all are taller. */
const HEIGHTS = { lane: 16, track: 20, axis: 22 };
const FOR_FINGERS = { lane: 24, track: 28, axis: 28 };
/** Height of a cell in its track. */
export const CELL = 13;

/** Where the parts of the dock lie, px. */
export interface DockLayout {
  readonly left: number;
  /** Width of the cells. */
  readonly width: number;
  readonly right: number;
  readonly height: number;
  readonly lane: number;
  readonly track: number;
  readonly axis: number;
}

/** The layout of a dock `width` px wide with `tracks` runs. */
export function dockLayout(width: number, tracks: number, forFingers = false): DockLayout {
  const { lane, track, axis } = forFingers ? FOR_FINGERS : HEIGHTS;
  const left = width < 1_000 ? 140 : 172;
  const right = width < 1_000 ? 64 : 92;
  const height = lane + tracks * track + axis;
  return { left, right, width: Math.max(1, width - left - right), height, lane, track, axis };
}

/** Labelled epochs of the axis: multiples of a round step with 44 px each, none within `clearance` px of the playhead. */
export function axisEpochs(epochs: number, width: number, playhead: number | null, clearance = 24): readonly number[] {
  const pitch = width / epochs;
  const step =
    [1, 2, 4, 5, 10, 20, 25, 50, 100, 200, 500, 1_000, 2_000, 5_000].find((each) => each * pitch >= 44) ?? 10_000;
  const first = step === 1 ? 1 : step;
  const labelled: number[] = [];
  for (let epoch = first; epoch <= epochs; epoch += step) labelled.push(epoch);
  return labelled.filter((epoch) => playhead === null || Math.abs(epoch - playhead) * pitch > clearance);
}
