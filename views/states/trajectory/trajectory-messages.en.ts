import type { JobProgress } from '../../../lib/client/derived/jobs.ts';
import type { Paths, PointColour, Projection } from '../../../lib/client/page-state.ts';
import type { Translatable } from '../../_kit/language/language.ts';

const METHODS: { readonly [method in Projection]: string } = { pca: 'PCA', tsne: 't-SNE', umap: 'UMAP' };
const PHASES: { readonly [phase in JobProgress['phase']]: string } = {
  loading: 'reading states',
  neighbours: 'finding neighbours',
  layout: 'laying out',
  quality: 'judging',
  scores: 'scoring',
};

/** Words of the trajectory panel. */
export const english = {
  title: 'Trajectory',
  methods: METHODS,
  unit: {
    pca: (from: number, to: number) => `PCA, one basis for epochs ${from} to ${to}`,
    live: (to: number) => `PCA, one basis so far (epoch ${to})`,
    joint: (method: Projection, from: number, to: number) => `${METHODS[method]} of epochs ${from} to ${to} together`,
    warm: 't-SNE, each epoch started from the one before; together when the run has ended',
  },
  behind: (epoch: number, behind: number) => `as of epoch ${epoch}, ${behind} behind`,
  at: (epoch: number, shown: number) => `no layout of epoch ${epoch}, shown: epoch ${shown}`,
  update: 'Update',
  method: 'How states are laid out',
  dimensions: 'Dimensions',
  dimension: { 2: '2-D', 3: '3-D' },
  perplexity: 'Perplexity',
  perplexityOf: (value: number) => `perp. ${value}`,
  colour: 'What the colour means',
  colours: {
    time: 'colour: time',
    class: 'colour: class',
    guess: 'colour: prediction',
    right: 'colour: right, wrong',
  } satisfies {
    readonly [colour in PointColour]: string;
  },
  paths: 'Whose trajectories are drawn',
  pathsOf: { one: 'paths: this', class: 'paths: its class', all: 'paths: all' } satisfies {
    readonly [paths in Paths]: string;
  },
  axis: {
    pca: (number: number, share: string) => `PC${number}, ${share} of variance`,
    refit: (number: number, share: string) =>
      `PC${number}, ${share} of variance; new basis when it keeps under 90 % of the newest epoch’s own`,
    refitted: (number: number, share: string) => `PC${number}, ${share} of variance; basis fitted anew at this epoch`,
    other: (method: Projection, number: number) => `${METHODS[method]} ${number}`,
    short: (number: number, share: string) => `PC${number} ${share}`,
  },
  start: 'start',
  end: 'end',
  readout: (timestep: number, token: string | null) => (token ? `t = ${timestep}, “${token}”` : `t = ${timestep}`),
  quality: {
    title: 'How far to trust it',
    trust: 'Trustworthiness',
    neighbours: (k: number) => `k = ${k}`,
    notYet: 'not judged yet',
    variance: 'Explained variance',
    of: (dimensions: number, units: number) => `${dimensions} of ${units}`,
    approximate: 'approximate',
    divergence: 'KL divergence',
    perplexity: (value: string) => `perplexity ${value}`,
    drift: (epoch: number) => `Drift since epoch ${epoch}`,
    spread: 'of spread',
    movement: 'True movement ρ',
    neighbourhood: (value: string) => `${value} neighbours`,
    states: 'States drawn',
    drawn: (drawn: number, all: number) => `${drawn} of ${all}`,
    epochs: (kept: number, all: number) => `${kept} of ${all} epochs`,
  },
  legend: {
    time: (steps: number) => `time 1 to ${steps}`,
    ghost: (epoch: number) => `epoch ${epoch}`,
    right: 'right',
    wrong: 'wrong',
    unknown: 'not known',
    rest: (count: number) => `${count} more classes`,
    stable: 'stable point',
    unstable: 'unstable point',
    slow: 'slow point',
    fixed: (epoch: number, outside: number) =>
      `fixed points: epoch ${epoch}${outside > 0 ? `, ${outside} outside` : ''}`,
    noFixed: 'fixed points: PCA only',
    free: 'sizes of groups and gaps between them mean nothing',
  },
  working: (phase: JobProgress['phase'] | null, done: string) =>
    phase === null ? 'looking for a kept layout' : `${PHASES[phase]}, ${done}`,
  cancel: 'Cancel',
  cancelled: 'Not computed',
  compute: 'Compute',
  notFinite: (epochs: readonly number[]) =>
    `states of epoch ${epochs.slice(0, 4).join(', ')}${epochs.length > 4 ? ' …' : ''} are not finite: not laid out`,
  constant: 'The states do not vary, so they all lie in one point',
  onePoint: 'One state only: it has a place, but no neighbours',
  fewPoints: 'Fewer states than the perplexity asks: it is lowered, and PCA says as much',
  noClasses: 'no classes known: the probe has no targets, or the model no output per class',
  summary: (method: Projection, epoch: number | null, states: number, sequence: number) =>
    `${METHODS[method]} of ${states} states${epoch === null ? '' : ` at epoch ${epoch}`}, trajectory of sequence ${sequence}`,
  tooltip: { step: 'timestep', truth: 'class', guess: 'prediction' },
  sequence: (index: number, label: string | null) => label ?? `sequence ${index}`,
  drag: 'drag to turn',
};

export type TrajectoryWords = Translatable<typeof english>;
