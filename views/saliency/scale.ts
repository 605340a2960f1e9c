/** Domain of an axis of scores: holds 0 and all of them, with room for a number above and below. */
export function scoreDomain(low: number, high: number): readonly [number, number] {
  const reach = Math.max(high, -low) || 1;
  return [low < 0 ? low - 0.16 * reach : -0.04 * reach, Math.max(high, 0) + (high > 0 ? 0.16 : 0.04) * reach];
}

/** A signed number with a fixed look: `+2.64`, `−0.05`. */
export function signed(value: number, text: string): string {
  return value > 0 ? `+${text}` : text;
}
