import { expect, test } from 'vitest';
import type { Verdict } from '../lib/protocol/verdict.ts';
import { VerdictKeeper } from './verdict-keeper.ts';

/** A keeper of a run that oscillates over one stretch of epochs, and what it gave at each of them. */
function keep(epochs: number, ill: { readonly from: number; readonly to: number }) {
  const keeper = new VerdictKeeper(null);
  keeper.constantLoss = 1;
  const told: (readonly Verdict[])[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    keeper.reading({ gradientCosine: epoch >= ill.from && epoch < ill.to ? -0.9 : 0.3 });
    const end = { epoch, trainLoss: 1, valLoss: null, learningRate: null, snapshot: false };
    told.push(keeper.epoch(end).map(({ verdict }) => verdict));
  }
  return { keeper, told };
}

test('a long run is judged less often, and its verdicts say the same as those of a run judged at each epoch', () => {
  const ill = { from: 700, to: 720 };
  const { told, keeper } = keep(760, ill);
  const shortly = keep(150, { from: 90, to: 110 });
  const [late] = told.flat();
  const [early] = shortly.told.flat();
  expect(early).toMatchObject({ rule: 'OSC', onsetEpoch: 90 });
  expect(late).toMatchObject({ rule: 'OSC', onsetEpoch: 700 });
  expect(late!.announcedEpoch - 700).toBe(early!.announcedEpoch - 90);
  const said = told.findIndex((verdicts) => verdicts.length > 0) + 1;
  expect(said - late!.announcedEpoch).toBeLessThan(4);
  expect(told.flat().at(-1)!.endEpoch).toBe(shortly.told.flat().at(-1)!.endEpoch! + 610);
  expect(keeper.catchUp()).toEqual([]);
});

test('what was not judged when training ends is judged then', () => {
  const { keeper, told } = keep(603, { from: 601, to: 700 });
  expect(told.flat()).toEqual([]);
  expect(keeper.catchUp().map(({ verdict }) => [verdict.rule, verdict.onsetEpoch])).toEqual([['OSC', 601]]);
  expect(keeper.catchUp()).toEqual([]);
});

test('the first loss that is not finite is told of at once, however long the run', () => {
  const { keeper } = keep(601, { from: 0, to: 0 });
  keeper.loss(Number.NaN);
  const end = { epoch: 602, trainLoss: Number.NaN, valLoss: null, learningRate: null, snapshot: false };
  expect(keeper.epoch(end).map(({ verdict }) => verdict.rule)).toEqual(['NAN']);
});
