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
import { evidenceAt, factRows, verdictRows } from './verdict-evidence.ts';

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

test('evidence is read again at the playhead and judged by the same limits; what only the training knows stays', () => {
  const data = page();
  const [verdict] = data.verdicts;
  const at = (epoch: number) => evidenceAt(verdict!, memoryFacts(data, runHistory(data), epoch)[0]!, DEFAULT_LIMITS);
  expect(at(4)[0]).toMatchObject({ epoch: 4, severity: 'warning', limit: 1e-3 });
  expect(at(5)[0]).toMatchObject({ epoch: 5, severity: 'critical', limit: 1.2e-7 });
  expect(at(4)[1]).toEqual(verdict!.evidence[1]);
  expect(evidenceAt(verdict!, null, DEFAULT_LIMITS)).toBe(verdict!.evidence);
});

test('a strip gives three numbers, how long it has lasted, and why its remedy helps', () => {
  const data = page();
  const fact = memoryFacts(data, runHistory(data), 6)[0]!;
  const rows = verdictRows(data, data.verdicts, 6, fact, DEFAULT_LIMITS);
  expect(rows).toHaveLength(data.verdicts[0]!.remedies.length > 0 ? 5 : 4);
  expect(rows[3]).toMatchObject({ value: '6 epochs', comparison: 'needs 3', source: 'no snapshot at 6' });
  const other: Verdict = { ...data.verdicts[0]!, id: 'x', layer: 'other' };
  expect(verdictRows(data, [data.verdicts[0]!, other], 6, fact, DEFAULT_LIMITS)).toEqual(rows);
});
