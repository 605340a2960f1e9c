/** What lines over a training are drawn against: optimizer steps, epochs, time since the run began, the clock. */
export const CURVE_X = ['step', 'epoch', 'relative', 'wall'] as const;
export type CurveX = (typeof CURVE_X)[number];
