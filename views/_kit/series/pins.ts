/** With a chart in the place of another one, as if it was taken out and put there. Unknown charts change nothing. */
export function movedTo(pinned: readonly string[], code: string, target: string): readonly string[] {
  const to = pinned.indexOf(target);
  if (to < 0 || !pinned.includes(code)) return pinned;
  const others = pinned.filter((each) => each !== code);
  return [...others.slice(0, to), code, ...others.slice(to)];
}

/** With a chart moved past its neighbour among those that are `shown`: others, of runs that are not open, keep their place. */
export function movedBy(
  pinned: readonly string[],
  code: string,
  by: -1 | 1,
  shown: readonly string[],
): readonly string[] {
  const neighbour = shown[shown.indexOf(code) + by];
  return shown.includes(code) && neighbour !== undefined ? movedTo(pinned, code, neighbour) : pinned;
}
