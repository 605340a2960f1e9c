import { join } from 'node:path';
import { cacheRoot } from '../scripts/setup/cache.mjs';
import { ensureDigits } from '../scripts/setup/digits.mjs';
import { askOracle } from './diagnosis/ask-oracle.ts';
import { TrainingCache } from './diagnosis/cache.ts';
import { casesOf } from './diagnosis/cases.ts';
import { judgeCases } from './diagnosis/judge-cases.ts';
import { oraclePython } from './diagnosis/oracle-python.ts';
import { keyOf } from './diagnosis/recipe.ts';
import { reportOf, resultOf } from './diagnosis/report.ts';
import { trainAll } from './diagnosis/train-all.ts';
import { type BenchOptions, type Figure, must, told } from './figures.ts';

/** Sick cases a rule and healthy ones a condition: the whole bench, and a glance in CI. */
const WHOLE = { count: 46, healthy: 6 };
const GLANCE = { count: 2, healthy: 2 };
/** The machine the bench is meant for has two cores. */
const WORKERS = 2;

/**
 * How well the verdicts are: small trainings with known diseases and healthy ones, each watched by the public callback,
 * judged by our rules and by those other tools publish. Held-out seeds only: limits were tuned on others. Trainings are
 * cached by recipe; `fresh` does them again, `quick` takes a handful. docs/diagnosis.md explains how labels are made.
 */
export async function bench({ fresh, quick, calibration }: BenchOptions = {}): Promise<Figure[]> {
  const began = performance.now();
  const digits = await ensureDigits();
  const path = 'path' in digits ? digits.path : null;
  if (!('path' in digits)) {
    if (!quick) throw new Error(`spoken digits: ${digits.reason} — the bench needs them`);
    console.error(`without spoken digits: ${digits.reason}`);
  }
  const { count, healthy } = quick ? GLANCE : WHOLE;
  const cases = casesOf(calibration ? 'calibration' : 'held-out', count, healthy).filter(
    ({ training }) => path !== null || training.task.name !== 'digits',
  );
  const cache = new TrainingCache(join(cacheRoot(), 'diagnosis'));
  const trainings = cases.flatMap(({ training, twin }) => [training, twin]);
  if (fresh) for (const training of trainings) cache.delete(keyOf(training));
  await trainAll(cache, trainings, {
    workers: WORKERS,
    digits: path,
    onDone: (done, of) => done % 20 === 0 && console.error(`${done} of ${of} trained, ${seconds(began)} s`),
  });
  const answers = await askOracle(await oraclePython(), cache, cases, fresh === true);
  const judged = judgeCases(cache, cases, answers);
  const result = resultOf(judged);
  console.log(reportOf(judged, result).join('\n'));
  const worst = (of: 'precision' | 'recall') => Math.min(...result.scores.map((score) => score[of]));
  const fewest = Math.min(...result.scores.map((score) => score.truePositives + score.falseNegatives));
  // a glance has too few cases for shares to mean much: it must find everything it is sure of, and accuse nobody
  const limit = quick ? { share: '>= 0.5', accused: '<= 0.1' } : { share: '>= 0.9', accused: '<= 0.02' };
  const best = Math.max(...result.tools.map(({ f1 }) => f1));
  return [
    must('precision_min', worst('precision'), 'of the worst rule', limit.share),
    must('recall_min', worst('recall'), 'of the worst rule', limit.share),
    must('false_accusation', result.accused / result.healthy, `of ${result.healthy} healthy`, limit.accused),
    must('f1', result.f1, 'mean over rules', `> ${best.toFixed(4)}`),
    told('best_published_f1', best, `mean over its rules: ${result.tools.find(({ f1 }) => f1 === best)?.name}`),
    must('onset_within_1', result.onsetWithin1, 'of what was found', quick ? '>= 0.5' : '>= 0.9'),
    must('left_out_share', result.leftOut / result.all, `of ${result.all}`, quick ? '<= 0.3' : '<= 0.15'),
    quick
      ? told('sick_cases_min', fewest, 'of the rule with the fewest')
      : must('sick_cases_min', fewest, 'of the rule with the fewest', '>= 40'),
    quick ? told('healthy_cases', result.healthy, '') : must('healthy_cases', result.healthy, '', '>= 120'),
    told('minutes', Number(seconds(began)) / 60, 'min'),
  ];
}

function seconds(began: number): string {
  return ((performance.now() - began) / 1000).toFixed(0);
}
