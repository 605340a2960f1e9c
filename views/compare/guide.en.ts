import type { GuideWords } from '../_kit/view-guide.tsx';

/** How to read the Compare view. */
export const english: GuideWords = {
  answers: 'Which change made the difference, and from which epoch on?',
  read: [
    'The first run is the reference unless another is pinned. The table holds every setting against it: what differs is tinted, a number says by what factor.',
    'Runs that differ in their seed alone are one line with a band; n is how many runs stand behind it.',
    'Runs part at the first epoch from which on a difference holds for three epochs at p < 0.05 divided by the epochs compared. With one run each only the noise from epoch to epoch is known: another seed may lie as far away.',
  ],
  better: [
    { question: 'What is wrong with one of these runs?', view: 'overview' },
    { question: 'How far back does each one’s gradient reach?', view: 'gradients' },
    { question: 'Which runs are there to compare?', view: 'runs' },
  ],
};
