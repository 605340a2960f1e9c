import type { GuideWords } from '../_kit/view-guide.tsx';

/** How to read the Attention view. */
export const english: GuideWords = {
  answers: 'Which source words does the model look at while it writes each target word, and when did it learn to?',
  read: [
    'A row is a word that is written, a column a word that is read; each row sums to 1. Where the true alignment is known, corner brackets stand around it: bright cells should lie within them.',
    'Entropy says how widely a row looks: near 0 at one word, at 1 at all alike. Weight on padding should be 0, and a sum beside 1 means that these are no attention weights.',
    'The small matrices are the same example at other epochs, with how much of what it looks at most is wrong below each; a press moves the playhead there.',
    'Attention is not by itself an explanation: a word can be looked at and not matter. Hold it against saliency.',
  ],
  better: [
    { question: 'Does the network learn at all?', view: 'overview' },
    { question: 'What does the network keep of the words it has read?', view: 'states' },
    { question: 'Does the error reach the first words?', view: 'gradients' },
  ],
};
