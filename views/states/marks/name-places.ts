/** Lines of text stand so far apart, px. */
const PITCH = 13;

/** A name around its middle, px. */
export interface PlacedName {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Heights of names such that none lies on another: from the top, each as far below as those it would cover ask for. */
export function apartFromEachOther(names: readonly PlacedName[]): readonly number[] {
  const heights = names.map(({ y }) => y);
  const down = names.map((_, i) => i).sort((a, b) => names[a]!.y - names[b]!.y);
  for (const [at, i] of down.entries()) {
    const { x, width } = names[i]!;
    const beside = down.slice(0, at).filter((j) => Math.abs(names[j]!.x - x) < (names[j]!.width + width) / 2);
    for (const height of beside.map((j) => heights[j]!).sort((a, b) => a - b)) {
      if (Math.abs(heights[i]! - height) < PITCH) heights[i] = height + PITCH;
    }
  }
  return heights;
}
