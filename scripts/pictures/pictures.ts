/** A training, by project and beginning of its name, and what trains it. */
export interface Training {
  readonly project: string;
  readonly name: string;
  readonly command: readonly string[];
}

/** A picture of the dashboard. */
export interface Picture {
  /** In docs/pictures. */
  readonly file: string;
  /** The runs that are selected; the first one is looked at. */
  readonly of: readonly Training[];
  /** Path and query of the page, without the runs. */
  readonly page: string;
  /** Light if it does not say. */
  readonly theme?: 'dark' | 'light';
  /** Clicked one after the other, and the text that shows that each is done. */
  readonly press?: readonly { readonly button: RegExp; readonly shows: string | RegExp }[];
  /** A text that shows that what is computed by itself is there. */
  readonly until?: string | RegExp;
  /** The title of the only panel in it; else the whole page. */
  readonly panel?: string;
}

const example = (name: string, variant: 'healthy' | 'sick' | 'remedied' = 'healthy'): Training => ({
  project: name,
  name: `${variant}-`,
  command: ['examples/run.ts', name, ...(variant === 'healthy' ? [] : [`--${variant}`])],
});

const quickstart: Training = { project: 'quickstart', name: '', command: ['examples/quickstart/main.ts'] };
const sentiment = example('sentiment');
const forgetful = example('sentiment', 'sick');
const remedied = example('sentiment', 'remedied');
const translation = example('translation');
const unmasked = example('translation', 'sick');
const speech = example('speech');
const exploding = example('speech', 'sick');

const explain = [
  { button: /^Compute integrated gradients at epoch/, shows: 'computed in this page' },
  { button: /^Compute the \d+ missing epochs/, shows: /^(\d+) of \1 epochs are here/ },
];

/** Unit 56 of the speech example is the one that follows a digit most; of another training it may be another one. */
const DIGIT_UNIT = 'unit=56&order=concept&concept=class:5&seq=15';

/** The pictures of README.md and docs/choosing-a-view.md. */
export const PICTURES: readonly Picture[] = [
  { file: 'gradients-dark.png', of: [forgetful], page: '/gradients/', theme: 'dark' },
  { file: 'choosing-overview.png', of: [sentiment], page: '/overview/' },
  { file: 'choosing-jump.png', of: [exploding], page: '/overview/' },
  { file: 'choosing-unit.png', of: [speech], page: `/states/?${DIGIT_UNIT}&low=history&paths=class&by=class` },
  {
    file: 'choosing-tsne.png',
    of: [speech],
    page: '/states/?proj=tsne&paths=all&by=class',
    until: 'True movement',
    panel: 'Trajectory',
  },
  {
    file: 'choosing-fixed-points.png',
    of: [sentiment],
    page: '/states/?epoch=3&paths=all&by=class',
    until: 'True movement',
    panel: 'Trajectory',
  },
  {
    file: 'choosing-saliency-text.png',
    of: [sentiment],
    page: '/saliency/?method=integrated-gradients&seq=14',
    press: explain,
  },
  {
    file: 'choosing-saliency-frames.png',
    of: [quickstart],
    page: '/saliency/?method=integrated-gradients&t=8',
    press: explain,
  },
  { file: 'choosing-attention.png', of: [translation], page: '/attention/' },
  {
    file: 'choosing-inside.png',
    of: [translation, unmasked],
    page: '/compare/?below=attention',
    until: /of a row’s weight moved/,
    panel: 'Attention difference',
  },
  { file: 'choosing-runs.png', of: [sentiment, forgetful, remedied], page: '/overview/', panel: 'Loss' },
];
