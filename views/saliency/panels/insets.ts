/** Left and right insets of every plot over steps, px: so that steps are aligned to the pixel. */
export const STEP_COLUMN = { left: 60, right: 76 } as const;
/** Insets of the plots at the right. */
export const EPOCH_COLUMN = { left: 48, right: 84 } as const;
