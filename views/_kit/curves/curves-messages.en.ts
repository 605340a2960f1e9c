import type { Translatable } from '../language/language.ts';

/** Words of charts of lines over a training. */
export const english = {
  settings: 'Axes, smoothing',
  all: 'All charts',
  here: 'This chart',
  own: 'axis, smoothing and outliers of its own',
  ownX: 'x axis of this chart',
  x: 'x axis',
  modes: { step: 'step', epoch: 'epoch', relative: 'time', wall: 'clock' },
  titles: {
    step: 'step',
    epoch: 'epoch',
    relative: (unit: string) => `time since the run began, ${unit}`,
    wall: 'time of day',
  },
  xLog: 'logarithmic x',
  yLog: 'the other scale of y (logarithmic or linear)',
  smoothing: 'Smoothing of lines per step',
  smoothingNone: 'none',
  smoothingWhy: 'Moving average over all points, β',
  cut: 'Leave outliers out of the axis',
  unzoom: 'Whole',
  unzoomTitle: 'Show the whole axis again (double click)',
  thinned: (held: number, of: number) => `${held} of ${of} points, extremes kept`,
  beyond: (count: number) => `${count} beyond the axis`,
  perStep: 'step',
  train: 'train',
  val: 'val',
  at: (title: string, value: string) => `${title} ${value}`,
  readout: (epoch: number, values: string) => `epoch ${epoch}: ${values}`,
  more: (count: number) => `${count} more`,
  summary: (title: string, lines: string) => `${title}. ${lines}`,
};

export type CurvesWords = Translatable<typeof english>;
