import { expect, test } from 'vitest';
import type { RuleId, Severity } from '../protocol/verdict.ts';
import { healthOfEpochs } from './health.ts';

const epochs = [1, 2, 3, 4, 5].map((epoch) => ({ epoch, snapshot: epoch !== 3 }));
const verdict = (rule: RuleId, onsetEpoch: number, endEpoch: number | null, severity: Severity = 'warning') => ({
  rule,
  severity,
  onsetEpoch,
  endEpoch,
});

test('without verdicts every epoch with a snapshot is healthy and the others say so', () => {
  expect(healthOfEpochs(epochs, [])).toEqual(['healthy', 'healthy', 'none', 'healthy', 'healthy']);
});

test('a verdict colours its epochs from onset up to, not including, its end', () => {
  expect(healthOfEpochs(epochs, [verdict('VAN-T', 2, 5)])).toEqual([
    'healthy',
    'vanishing',
    'none',
    'vanishing',
    'healthy',
  ]);
  expect(healthOfEpochs(epochs, [verdict('VAN-H', 4, null)]).slice(3)).toEqual(['vanishing', 'vanishing']);
});

test('the worst of several wins: nan, exploding, vanishing', () => {
  const all = [verdict('VAN-T', 1, null), verdict('EXP-T', 2, null), verdict('NAN', 4, null, 'critical')];
  expect(healthOfEpochs(epochs, all)).toEqual(['vanishing', 'exploding', 'none', 'nan', 'nan']);
});

test('NaN shows even where no snapshot was taken', () => {
  expect(healthOfEpochs(epochs, [verdict('NAN', 3, 4, 'critical')])[2]).toBe('nan');
});

test('a stated fact leaves an epoch healthy', () => {
  expect(healthOfEpochs(epochs, [verdict('VAN-T', 1, null, 'info')])[0]).toBe('healthy');
});
