import { expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '../../lib/analysis/verdicts/limits.ts';
import { limitsWith } from '../../lib/analysis/verdicts/own-limits.ts';
import { limitRows, ownOf, rowKey, typedOf } from './limit-rows.ts';
import { verdictMessages } from './verdict-messages.ts';

test('every number of the limits has a row, and typing all defaults changes nothing', () => {
  const typed = Object.fromEntries(limitRows().map((row) => [rowKey(row), String(row.usual)]));
  const { 'VAN-T': vanT } = limitsWith(ownOf(typed));
  expect(vanT.flowRatio.critical).toBe(DEFAULT_LIMITS['VAN-T'].flowRatio.critical);
  expect(limitRows().map(rowKey)).toContain('OSC.persistence.announce');
});

test('every row has words of its own', () => {
  const said = limitRows().map(({ rule, quantity, field }) => {
    const { quantities, fields } = verdictMessages.limits;
    return `${rule} ${quantities[quantity]} ${fields[field]}`;
  });
  expect(said.filter((words) => words.includes('undefined'))).toEqual([]);
  expect(new Set(said).size).toBe(said.length);
});

test('what is typed comes back as it was kept, and what is no number is named', () => {
  const own = { SAT: { saturated: { warning: 0.6 } } };
  expect(typedOf(own)).toEqual({ 'SAT.saturated.warning': '0.6' });
  expect(ownOf({ ...typedOf(own), 'OSC.cosine.warning': ' ' })).toEqual(own);
  expect(ownOf({ 'OSC.cosine.warning': 'low' })).toBe('OSC.cosine.warning');
});
