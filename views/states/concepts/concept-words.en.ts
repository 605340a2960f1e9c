import type { Translatable } from '../../_kit/language/language.ts';
import { isolated } from '../../_kit/marks/written.ts';
import { number } from '../../_kit/numbers.ts';
import { statesMessages } from '../messages.ts';

const NAMES: { readonly [key: string]: string } = {
  negated: 'after a negation',
  'inside:quotes': 'inside quotes',
  'inside:brackets': 'inside brackets',
  capital: 'capital letter',
  space: 'space',
  'word-start': 'first letter of a word',
  digit: 'digit',
  punctuation: 'punctuation',
  timestep: 'timestep',
};

/** Words about concepts. */
export const english = {
  choose: 'Concept',
  name(key: string, className: (index: number) => string): string {
    const [kind, ...rest] = key.split(':');
    const of = rest.join(':');
    if (kind === 'token') return `“${isolated(of)}”`;
    if (kind === 'class') {
      const its = className(Number(of));
      return its === statesMessages.example.classOf(Number(of)) ? its : `class ${isolated(its)}`;
    }
    if (kind === 'input') return `input ${of}`;
    return NAMES[key] ?? key;
  },
  measures: { auroc: 'AUROC', spearman: 'ρ' },
  score: (measure: 'auroc' | 'spearman', value: number) =>
    measure === 'auroc' ? `AUROC ${number((value + 1) / 2, 2)}` : `ρ ${number(value, 2)}`,
  inverse: 'inverse',
  chance: (value: string) => `chance ${value}`,
  follows: (name: string, isInverse: boolean, score: string, since: number, epoch: number) =>
    `${isInverse ? 'is low where' : 'follows'} ${name}: ${score}, beyond shifted labels, ${
      since === epoch ? `at epoch ${epoch}` : `since epoch ${since}`
    }`,
  followsNone: 'follows no concept beyond chance',
  working: (done: string) => `scoring units, ${done}`,
  none: 'no concepts known of this probe',
  orderNeeds: 'Units are not scored yet',
  gateNeeds: 'Choose a gate in place of the state first',
  clusterLimit: (most: number) => `Up to ${most} units are clustered`,
  steps: (steps: number, valid: number) => `${steps} of ${valid} steps`,
};

export type ConceptWords = Translatable<typeof english>;
