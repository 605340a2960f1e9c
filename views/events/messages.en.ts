import type { GuideWords } from '../_kit/view-guide.tsx';
import type { EntryKind } from './entries.ts';

const kinds: { readonly [kind in EntryKind]: string } = {
  note: 'note',
  verdict: 'verdict',
  resume: 'resume',
  lint: 'setting',
  log: 'log',
  console: 'console',
  'learning-rate': 'learning rate',
  capture: 'capture',
  flight: 'flight recorder',
  diff: 'code',
};

/** Words of the Events view. */
export const english = {
  title: 'Events',
  unit: 'notes, verdicts and logs by epoch',
  kinds,
  kindsLabel: 'Kinds',
  kind: (name: string, count: string) => `${name} ${count}`,
  search: 'Search notes, verdicts and logs',
  allRuns: 'all runs',
  run: 'Run',
  here: 'This epoch only',
  shown: (shown: string, of: string) => `${shown} of ${of}`,
  epoch: (epoch: number) => `epoch ${epoch}`,
  before: 'before training',
  wholeRun: 'whole run',
  step: (step: string) => `step ${step}`,
  resumed: 'training was taken up again',
  verdict: (name: string, layer: string, epochs: string) =>
    [name, layer && `in ${layer}`, epochs].filter(Boolean).join(', '),
  since: (epoch: number) => `since epoch ${epoch}`,
  until: (from: number, to: number) => `epochs ${from} to ${to}`,
  jump: 'Show it there',
  edit: 'Change',
  save: 'Save',
  cancel: 'Cancel',
  delete: 'Delete',
  undo: 'Undo',
  deleted: 'The note was deleted.',
  dismiss: 'Dismiss',
  edited: (when: string) => `changed ${when}`,
  by: (author: string) => `by ${author}`,
  noteText: 'Text of the note',
  none: 'Nothing has been noted, diagnosed or logged yet. N writes a note about what is on the screen.',
  nothing: 'Nothing is like that',
  clear: 'Show everything',
  loading: 'loading',
  guide: {
    answers: 'What happened in these runs, when, and what did people say of it?',
    read: [
      'A line is a note, a verdict, a resume or something that was printed, in the order of epochs. A press shows the whole text, another one goes to where it happened.',
      'A note leads to just what was on the screen when it was written: view, runs, epoch, layer, unit. N writes one wherever you are.',
    ],
    better: [
      { question: 'What does a verdict rest on?', view: 'gradients' },
      { question: 'How did the loss go meanwhile?', view: 'overview' },
    ],
  } as GuideWords,
};

export type EventsWords = typeof english;
