/** Widths in CSS px below which a view is laid out otherwise; a style sheet asks with `.frame-view[data-below~='1108']`. */
export const ROOM_WIDTHS = [1300, 1108, 836] as const;

/**
 * Those of {@link ROOM_WIDTHS} that a room of this width does not exceed, separated by spaces.
 * @param width in CSS px; 0 before it is known, which is no width to lay out by
 */
export function tooNarrowFor(width: number): string | undefined {
  const below = ROOM_WIDTHS.filter((limit) => width > 0 && width <= limit);
  return below.length > 0 ? below.join(' ') : undefined;
}
