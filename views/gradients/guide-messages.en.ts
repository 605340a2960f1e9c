import type { GuideWords } from '../_kit/view-guide.tsx';

/** How to read the Gradients view. */
export const english: GuideWords = {
  answers:
    'Does the error of the end reach the beginning of the sequence, does it blow up on the way, and does every weight learn?',
  read: [
    'The flow map: a row is an epoch, a column a timestep, the colour ‖∂L/∂hₜ‖. Near black has vanished, green is healthy, orange and red explode; the colours mean the same in every run. The white line is the memory horizon.',
    'The profile is the row at the playhead: a straight fall to the left on its log axis is a gradient that shrinks by the same factor at every step. Where it stops, early inputs no longer teach.',
    'Update : weight is how far a step moves a weight. Between 1e−4 and 1e−2 is usual; far below, learning stands still, far above it jumps.',
  ],
  better: [
    { question: 'Is the loss going down at all?', view: 'overview' },
    { question: 'Are the units themselves saturated or dead?', view: 'states' },
  ],
};
