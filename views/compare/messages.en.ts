import type { PartingTest } from '../../lib/analysis/compare/parting.ts';
import type { Translatable } from '../_kit/language/language.ts';

const TESTS: { readonly [test in PartingTest]: string } = {
  welch: 'Welch’s t-test over seeds',
  prediction: 'prediction interval over seeds',
  noise: 'noise from epoch to epoch, one run each',
  'not-finite': 'one of them is NaN or infinite',
};

/** Words of the Compare view. */
export const english = {
  few: 'Two runs at least are needed to compare: select more in the list of runs, or add one in the top bar',
  parting: {
    first: (epoch: number) => `Runs part at epoch ${epoch}`,
    none: 'These runs do not part',
    nothing: 'These runs have no series in common',
    by: (series: string, group: string, test: string, p: string) => `${group}, ${series}: ${test}, p = ${p}`,
    notFinite: (series: string, group: string) => `${group}, ${series}: NaN or infinite`,
    compared: (series: number, epochs: number) => `${series} series over ${epochs} epochs in common`,
    tests: TESTS,
    go: (epoch: number) => `Go to epoch ${epoch}`,
  },
  align: 'Align by',
  alignments: { epoch: 'epoch', step: 'step', relative: 'time' },
  seeds: 'Seeds',
  fold: { folded: 'folded', apart: 'apart' },
  config: {
    title: 'Configuration',
    unit: (differ: number, of: number) => `${differ} of ${of} differ`,
    only: 'only differences',
    all: 'all',
    shown: 'Which settings are shown',
    none: 'Nothing was configured',
    same: 'Every setting is the same',
    reference: 'reference',
    pin: (name: string) => `Hold the others against ${name}`,
    missing: 'not set',
    factor: (text: string) => `×${text}`,
    setting: 'setting',
  },
  curves: {
    series: 'Series',
    band: 'Band',
    bands: { sd: '± sd', ci: '95 % of the mean', range: 'min to max' },
    unit: (band: string, hasBands: boolean) => (hasBands ? `mean and ${band}` : 'as logged'),
    n: (name: string, runs: number) => (runs > 1 ? `${name} n = ${runs}` : name),
    none: 'None of these runs has logged it',
    thinned: 'thinned points, extremes kept',
    interpolated: 'read between points, steps differ',
    summary: (title: string, lines: string) => `${title}, aligned: ${lines}`,
    scale: 'Scale of the y axis',
    linear: 'linear',
    log: 'log',
  },
  first: {
    title: 'What parts first',
    unit: 'first epoch outside of the reference’s spread, by series',
    never: 'does not part',
    none: 'No series that both have',
  },
  subset: (name: string, subset: string) => `${subset} ${name}`,
  ofLayer: (name: string, layer: string) => `${name} ${layer}`,
};

export type CompareWords = Translatable<typeof english>;
