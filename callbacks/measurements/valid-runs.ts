/** Where `length` entries from `from` on, `stride` apart, are set: [first, one past the last] of every run of them. */
export function validRuns(mask: ArrayLike<number>, from: number, length: number, stride = 1): number[][] {
  const found: number[][] = [];
  for (let at = 0; at < length; at++) {
    if (mask[from + at * stride] === 0) continue;
    const last = found.at(-1);
    if (last?.[1] === at) last[1] = at + 1;
    else found.push([at, at + 1]);
  }
  return found;
}
