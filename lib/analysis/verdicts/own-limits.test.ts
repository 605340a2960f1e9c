import { expect, test } from 'vitest';
import { stalledRun } from '../testing/history.ts';
import { judge } from './judge.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { limitsWith, OWN_SOURCE, ownLimits, parseLimits } from './own-limits.ts';

test('own limits stand in the place of the defaults, everything else stays', () => {
  const limits = limitsWith({ 'VAN-T': { flowRatio: { warning: 1e-2 }, persistence: { announce: 2 } } });
  expect(limits['VAN-T'].flowRatio).toMatchObject({ warning: 1e-2, critical: 1.2e-7, source: OWN_SOURCE });
  expect(limits['VAN-T'].flowRatio.clear).toBeCloseTo(0.1, 12);
  expect(limits['VAN-T'].persistence).toEqual({ announce: 2, clear: 3 });
  expect(limits['VAN-T'].lossImprovement).toBe(DEFAULT_LIMITS['VAN-T'].lossImprovement);
  expect(limits.SAT).toEqual(DEFAULT_LIMITS.SAT);
  expect(limitsWith({})).toEqual(DEFAULT_LIMITS);
});

test('a verdict by own limits says so', () => {
  const limits = limitsWith({ 'VAN-T': { flowRatio: { warning: 1e-2 } } });
  const history = stalledRun([5e-3, 5e-3, 5e-3, 5e-3, 5e-3]);
  expect(judge(history)).toEqual([]);
  expect(judge(history, limits)[0]!.evidence[0]).toMatchObject({ limit: 1e-2, source: OWN_SOURCE });
});

test('only what differs is kept', () => {
  expect(ownLimits({ SAT: { saturated: { warning: 0.5, critical: 0.9 } }, DEAD: {} })).toEqual({
    SAT: { saturated: { critical: 0.9 } },
  });
});

test('mistakes are named by path and value, with what is allowed', () => {
  const of = (given: unknown) => () => limitsWith(given);
  expect(of({ 'VAN-Q': {} })).toThrow(/^VAN-Q: not known — rules are VAN-T/);
  expect(of({ 'VAN-T': { ratio: {} } })).toThrow(/^VAN-T\.ratio: not known — quantities are flowRatio, /);
  expect(of({ 'VAN-T': { flowRatio: { source: 'me' } } })).toThrow(
    'VAN-T.flowRatio.source: not known — fields are warning, critical, clear',
  );
  expect(of({ 'VAN-T': { flowRatio: { warning: '1' } } })).toThrow(
    'VAN-T.flowRatio.warning: "1" — give a finite number',
  );
  expect(of({ OSC: { persistence: { announce: 1.5 } } })).toThrow('1.5 — give a whole number of epochs, 1 to 1000');
  expect(of({ 'EXP-T': { explosionRatio: { critical: 5 } } })).toThrow(
    'EXP-T.explosionRatio.critical: 5 — give a number at least EXP-T.explosionRatio.warning, 70',
  );
  expect(of({ 'VAN-T': { flowRatio: { clear: 1e-4 } } })).toThrow('at least VAN-T.flowRatio.warning, 0.001');
  for (const none of [null, 3, [], 'x']) expect(of(none)).toThrow(/^limits: .* — give an object/);
  expect(of(JSON.parse('{"__proto__": {"a": 1}}'))).toThrow('__proto__: not known');
  expect(() => parseLimits('{')).toThrow(/^not JSON \(.*\) — give an object such as/);
  expect(parseLimits(' \n')).toEqual({});
});
