import type { Translatable } from '../_kit/language/language.ts';
import type { Side } from './select/dimensions.ts';

const sides: { readonly [side in Side]: string } = {
  best: 'best',
  last: 'last',
  min: 'smallest',
  max: 'largest',
};

/** Words of what compares many runs: scatter, parallel coordinates, distributions. */
export const english = {
  sides,
  sideOf: (side: string, name: string) => `${side} ${name}`,
  sideChoice: 'Which value of each run',
  parts: {
    differing: 'Settings that differ',
    metrics: 'Metrics',
    series: 'Other series',
    same: 'The same in all runs',
  },
  nothing: 'n/a',
  notBothHere: 'The runs have neither settings nor metrics to be laid out by',
  settingsCode: 'config: { lr: 1e-3, units: 64 }',
  scatter: {
    title: 'Scatter',
    x: 'Along x',
    y: 'Along y',
    scaleOf: { x: 'Scale of x', y: 'Scale of y' },
    unit: (runs: number) => `a mark per run, ${runs} runs, coloured by group`,
    rho: (rho: string, n: number) => `Spearman ρ = ${rho}, n = ${n}`,
    rhoWhy:
      'Rank correlation over the runs with a finite number on both axes: 1 both rise together, −1 one falls, 0 neither',
    few: (n: number, least: number) => `no rank correlation: ${n} of at least ${least} runs have both`,
    category: 'no rank correlation: categories have no order',
    constant: (name: string) => `no rank correlation: ${name} is the same in all`,
    noX: (count: number, name: string) => `${count} without ${name}`,
    noY: (count: number, name: string) => `${count} without ${name}`,
    bad: (count: number) => `${count} NaN or infinite (×, above)`,
    broken: (count: number) => `${count} crashed (hollow, ×)`,
    marks: 'Runs of the scatter',
    keys: 'Arrows go from run to run, Enter holds the others against it, O opens it',
    hint: 'click: reference · double click: open',
    run: (name: string, x: string, y: string) => `${name}: ${x}, ${y}`,
    isReference: 'reference',
    summary: (x: string, y: string, runs: number, said: string) => `${y} over ${x} of ${runs} runs: ${said}`,
  },
};

export type PlotsWords = Translatable<typeof english>;
