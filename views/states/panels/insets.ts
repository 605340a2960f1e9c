/** Left and right insets of every plot over time in the left column, px: so that timesteps are aligned to the pixel. */
export const TIME_COLUMN = { left: 56, right: 136 } as const;
/** Insets of the right column. */
export const EPOCH_COLUMN = { left: 56, right: 92 } as const;
/** Insets of the strip over the whole width. */
export const STRIP = { left: 12, right: 12 } as const;
