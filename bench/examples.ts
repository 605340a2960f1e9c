import { examples } from '../examples/all.ts';
import { EXAMPLES, type ExampleName, type Variant } from '../examples/example.ts';
import { alarmsOf, isNamed, reached } from './examples/judged.ts';
import type { Trained } from './examples/trained.ts';
import { trained } from './examples/training.ts';
import { type BenchOptions, type Figure, must, told } from './figures.ts';

const SEEDS = [1, 2, 3];

/**
 * The examples: whether they learn what they say; whether the dashboard names what is wrong with the sick twin; and
 * whether its advice helps: the sick settings with exactly the remedies of that verdict, against the healthy twin, on
 * three seeds within the same epochs, by the best loss on validation data (a training loss goes on falling while a
 * network learns by heart). Trainings are kept in the cache; `fresh` does them again, `quick` takes one seed.
 */
export async function bench({ fresh, quick }: BenchOptions = {}): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const name of EXAMPLES) figures.push(...(await figuresOf(name, quick ? [1] : SEEDS, fresh === true)));
  return figures;
}

async function figuresOf(name: ExampleName, seeds: readonly number[], fresh: boolean): Promise<Figure[]> {
  const { illness } = examples[name];
  const all: { readonly [variant in Variant]: Trained[] } = { healthy: [], sick: [], remedied: [] };
  for (const seed of seeds) {
    for (const variant of ['healthy', 'sick', 'remedied'] as const) {
      const one = await trained({ name, variant, seed }, fresh);
      all[variant].push(one);
      console.log(lineOf(`${name}, ${variant}, seed ${seed}`, one));
    }
  }
  const { healthy, sick, remedied } = all;
  const worst = (twins: readonly Trained[], of: 'losses' | 'validationLosses') =>
    Math.max(...twins.map((twin, i) => reached(twin[of], healthy[i]![of])));
  const alarms = healthy.filter((one) => alarmsOf(one).length > 0).length;
  const named = sick.filter((one) => isNamed(one, illness)).length;
  return [
    ...SCORES[name](healthy),
    must(`${name}_named`, named / sick.length, `of the sick twins get ${illness.rule}`, '>= 1'),
    must(`${name}_accused`, alarms / healthy.length, 'of the healthy ones get a warning', '<= 0'),
    must(`${name}_remedied`, worst(remedied, 'validationLosses'), '× best healthy loss, worst seed', '<= 1.1'),
    told(`${name}_remedied_training`, worst(remedied, 'losses'), 'the same on training data'),
    told(`${name}_untreated`, worst(sick, 'validationLosses'), 'the same of the sick twins'),
    told(`${name}_seconds`, Math.max(...healthy.map(({ seconds }) => seconds)), 's, slowest healthy training'),
  ];
}

/** What each example promises of held-out data, its worst seed. */
const SCORES: { readonly [name in ExampleName]: (healthy: readonly Trained[]) => Figure[] } = {
  sentiment: (healthy) => {
    const gains = healthy.map(({ figures }) => figures.accuracy! - figures.majority!);
    return [
      told('sentiment_accuracy', least(healthy, 'accuracy'), 'of held-out sentences'),
      must('sentiment_gain', Math.min(...gains), 'over the majority class', '>= 0.1'),
    ];
  },
  translation: (healthy) => [
    must('translation_dates', least(healthy, 'dates'), 'of held-out dates right in every character', '>= 0.95'),
    told('translation_numbers', least(healthy, 'numbers'), 'of held-out numbers'),
  ],
  speech: (healthy) => [must('speech_accuracy', least(healthy, 'accuracy'), 'of held-out recordings', '>= 0.9')],
};

function least(trainings: readonly Trained[], figure: string): number {
  return Math.min(...trainings.map(({ figures }) => figures[figure]!));
}

function lineOf(title: string, one: Trained): string {
  const figures = Object.entries(one.figures).map(([name, value]) => `${name} ${value.toFixed(3)}`);
  const losses = `loss ${one.losses.at(-1)!.toFixed(4)} (validation ${one.validationLosses.at(-1)!.toFixed(4)})`;
  return [title, losses, ...figures, alarmsOf(one).join(', ') || 'no warning', `${one.seconds.toFixed(0)} s`].join(
    ' · ',
  );
}
