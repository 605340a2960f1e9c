import { expect, test } from 'vitest';
import { flowSummary } from '../../lib/analysis/flow-summary.ts';
import { epochOf, modelOf, profileTo, runOf } from '../../lib/analysis/testing/history.ts';
import { historyToJson } from '../../lib/analysis/verdicts/history-json.ts';
import { judge } from '../../lib/analysis/verdicts/judge.ts';
import { DEFAULT_LIMITS } from '../../lib/analysis/verdicts/limits.ts';
import { limitsWith } from '../../lib/analysis/verdicts/own-limits.ts';
import type { RunData } from '../../lib/client/run-data.ts';
import type { Verdict } from '../../lib/protocol/verdict.ts';
import { memoryFacts } from './memory-fact.ts';
import { runHistory } from './run-history.ts';
import { evidenceAt, factRows, type Judging, verdictRows } from './verdict-evidence.ts';
import { createEvidenceReader } from './verdict-readings.ts';

const RATIOS = [1e-5, 1e-5, 1e-5, 1e-5, 1e-9, null];

/** A run of six epochs, the last one without a snapshot, as a page holds it. */
function page(memory: number | null = null): RunData {
  const history = runOf(RATIOS.map((ratio, i) => epochOf(i + 1, ratio)));
  return {
    info: { model: modelOf('LSTM', {}), memory, epochsPlanned: 6, probe: null },
    epochs: history.epochs.map(({ epoch, snapshot }) => ({ epoch, snapshot, step: epoch * 4 })),
    events: [
      { kind: 'log', data: {} },
      ...history.epochs.map((epoch) => ({
        kind: 'readings',
        data: historyToJson(epoch, history.constantPredictionLoss),
      })),
    ],
    series: new Map(),
    tensors: [],
    verdicts: judge(history),
  } as unknown as RunData;
}

test('what was recorded of a run is judged again as it was, and by other limits otherwise', () => {
  const data = page();
  const history = runHistory(data)!;
  expect(judge(history)).toEqual(judge({ ...history, model: data.info.model }));
  expect(judge(history).map(({ id }) => id)).toEqual(data.verdicts.map(({ id }) => id));
  expect(judge(history, limitsWith({ 'VAN-T': { flowRatio: { warning: 1e-6 } } }))).toEqual([]);
  expect(runHistory({ ...data, events: [] })).toBeNull();
});

test('the fact of a layer is that of the nearest snapshot', () => {
  const data = page(40);
  const [fact] = memoryFacts(data, runHistory(data), 6);
  const { horizon, ratio } = flowSummary(profileTo(1e-9));
  expect(fact).toMatchObject({ layer: 'lstm_1', epoch: 5, horizon, steps: 40, isLowerBound: false, flowRatio: ratio });
  expect(fact!.coverage).toBeCloseTo(horizon! / 40, 12);
  expect(factRows(fact!, 40, DEFAULT_LIMITS)[0]!.comparison).toBe('below 1e−3; an alarm only where learning stalls');
});

/** As a page judges what it shows, without more than the defaults unless told. */
function judging(data: RunData, epoch: number, change: Partial<Judging> = {}): Judging {
  const history = runHistory(data);
  const [fact] = memoryFacts(data, history, epoch);
  const reader = history && createEvidenceReader(history, DEFAULT_LIMITS);
  return { fact: fact ?? null, limits: DEFAULT_LIMITS, reader, isAgain: false, ...change };
}

test('evidence is read again at the playhead, as the rule saw it there', () => {
  const data = page();
  const [verdict] = data.verdicts;
  const at = (epoch: number) => evidenceAt(verdict!, epoch, judging(data, epoch));
  expect(at(4)[0]).toMatchObject({ epoch: 4, value: expect.closeTo(1e-5, 9), severity: 'warning', limit: 1e-3 });
  expect(at(5)[0]).toMatchObject({ epoch: 5, severity: 'critical', limit: 1.2e-7 });
  expect(at(4).map(({ epoch }) => epoch)).toEqual(at(4).map(() => 4));
  expect(at(4).map(({ quantity }) => quantity)).toEqual(verdict!.evidence.map(({ quantity }) => quantity));
  // the last epoch has no snapshot
  expect(at(6)).toEqual(at(5));
});

test('of a run that kept no readings the flow alone is read again', () => {
  const data = page();
  const [verdict] = data.verdicts;
  const at = (epoch: number) => evidenceAt(verdict!, epoch, judging(data, epoch, { reader: null }));
  expect(at(5)[0]).toMatchObject({ epoch: 5, severity: 'critical', limit: 1.2e-7 });
  expect(at(5)[1]).toEqual(verdict!.evidence[1]);
  expect(evidenceAt(verdict!, 5, judging(data, 5, { reader: null, fact: null }))).toBe(verdict!.evidence);
});

test('a verdict that was recorded by limits of one’s own keeps the limits it was judged by', () => {
  const data = page();
  const limits = limitsWith({ 'VAN-T': { flowRatio: { warning: 2e-5 } } });
  const [recorded] = judge(runHistory(data)!, limits);
  expect(evidenceAt(recorded!, 5, judging(data, 5))).toBe(recorded!.evidence);
  expect(recorded!.evidence[0]!.source).toBe('own limit');
  const reader = createEvidenceReader(runHistory(data)!, limits);
  const again = evidenceAt(recorded!, 2, judging(data, 2, { limits, reader, isAgain: true }));
  expect(again[0]).toMatchObject({ epoch: 2, limit: 2e-5, severity: 'warning' });
});

test('of rules that share a name the one is read that looks from the same side', () => {
  const weights = [{ layer: 'lstm_1', weight: 'lstm_1/kernel', gradientNorm: 1, updateRatio: 0.3 }];
  const history = runOf([1, 2, 3].map((epoch) => ({ ...epochOf(epoch, 0.5), weights })));
  const evidence = [{ quantity: 'update-ratio', relation: 'above' }];
  const verdict = { rule: 'UWR', layer: null, evidence } as unknown as Verdict;
  const read = createEvidenceReader(history, DEFAULT_LIMITS);
  expect(read(verdict, 3)![0]).toMatchObject({
    value: 0.3,
    relation: 'above',
    limit: DEFAULT_LIMITS.UWR.tooLarge.warning,
  });
  expect(read(verdict, 0)).toBeNull();
  expect(read({ ...verdict, rule: 'ATT' } as Verdict, 3)).toBeNull();
});

test('a strip gives three numbers, how long it has lasted, and why its remedy helps', () => {
  const data = page();
  const rows = verdictRows(data, data.verdicts, 6, judging(data, 6));
  expect(rows).toHaveLength(data.verdicts[0]!.remedies.length > 0 ? 5 : 4);
  expect(rows[3]).toMatchObject({ value: '6 epochs', comparison: 'needs 3', source: 'no snapshot at 6' });
  const other: Verdict = { ...data.verdicts[0]!, id: 'x', layer: 'other' };
  expect(verdictRows(data, [data.verdicts[0]!, other], 6, judging(data, 6))).toEqual(rows);
});
