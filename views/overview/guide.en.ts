import type { GuideWords } from '../_kit/view-guide.tsx';

/** How to read the Overview. */
export const english: GuideWords = {
  answers: 'Does the network learn, and if not, what is wrong and what would help?',
  read: [
    'The line at the top is the verdict at the playhead: move the playhead and it is spoken anew. Evidence holds the numbers, the limits they are held against and where the limits come from.',
    'Loss and metrics: solid is training, dashed is validation, thin is every step. A dashed line that rises while the solid one falls is overfitting. × above the plot is a value that was NaN or infinite.',
    'Memory horizon: how many steps back from its peak the gradient stays above 1 % of it. Below what the task needs, the network cannot learn from its early inputs, however long it trains.',
    'All series: every number that was logged, a chart each, in sections by prefix (what stands before the first /) or by what is measured. / searches by words, * and ? or a regular expression. Charts along one axis share their cursor and their zoom; a drag zooms in and fetches exact points.',
    'A pinned chart stands first, here and above the summary: drag its arrows or press them to move it. The link holds what is pinned, and this browser remembers it by project.',
  ],
  better: [
    { question: 'Where in time or in which layer do gradients die or blow up?', view: 'gradients' },
    { question: 'What has the network learned to tell apart?', view: 'states' },
    { question: 'Which words or frames made it say what it says?', view: 'saliency' },
    { question: 'Which of several runs went best?', view: 'runs' },
  ],
};
