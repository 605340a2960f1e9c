import type { GuideWords } from '../_kit/view-guide.tsx';

/** What the States view says of itself. */
export const english: GuideWords = {
  answers: 'What does the network keep in mind while it reads a sequence, and since when?',
  read: [
    'The strip above is one probe sequence, each step in the colour of the chosen unit: blue negative, red positive. ↑ and ↓ go through the units, the sentence says what a unit follows beyond chance, and since which epoch.',
    'The map shows every unit at every timestep. Ordered by cluster, units that move together stand together; bars at its right say how well each unit tells the chosen concept, the dashed line what chance reaches. Drag over it to search for the same pattern elsewhere.',
    'A trajectory is the way of the whole state through the sequence, projected. PCA keeps distances and is comparable over epochs; t-SNE and UMAP keep neighbours only: sizes of groups and gaps between them mean nothing. Read the numbers beside the plot before the picture.',
    'Low drift with a high true movement ρ: what you see move has moved. Dotted: the epoch before, or the one compared with.',
    'Gates near 0 or 1 all the time are stuck: they pass or block whatever comes.',
  ],
  better: [
    { question: 'Does the gradient reach far enough back to learn it?', view: 'gradients' },
    { question: 'Is something wrong, and what to do?', view: 'overview' },
  ],
};
