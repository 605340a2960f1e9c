import { expect, test } from 'vitest';
import { duration, fixed, metric, number, percent, power, scientific, THIN, whole } from './numbers.ts';

test('a sentence writes powers with e and a real minus', () => {
  expect(scientific(2.7e-11)).toBe('2.7e−11');
  expect(scientific(-1.25e7, 2)).toBe('−1.25e7');
});

test('a number is plain where it reads well', () => {
  expect(number(0.28)).toBe('0.28');
  expect(number(1234.5)).toBe('1230');
  expect(number(-0.5)).toBe('−0.5');
  expect(number(0.00012)).toBe('1.2e−4');
  expect(number(0)).toBe('0');
});

test('what is not finite is said in words', () => {
  expect([number(Number.NaN), number(-Infinity), fixed(Infinity, 2), metric(Number.NaN)]).toEqual([
    'NaN',
    '−∞',
    '∞',
    'NaN',
  ]);
});

test('a column of a metric lines up', () => {
  expect([metric(0.1527), metric(0.006), metric(2.345), metric(12.5), metric(0.0000123)]).toEqual([
    '0.1527',
    '0.0060',
    '2.345',
    '12.50',
    '1.23e−5',
  ]);
});

test('thousands are set apart by thin spaces', () => {
  expect(whole(1284)).toBe(`1${THIN}284`);
  expect(whole(-1284000)).toBe(`−1${THIN}284${THIN}000`);
  expect(whole(999)).toBe('999');
});

test('shares and durations carry their unit', () => {
  expect(percent(0.956, 1)).toBe(`95.6${THIN}%`);
  expect([duration(84), duration(12_400), duration(221_000), duration(7_500_000)]).toEqual([
    '84 ms',
    '12 s',
    '3 m 41 s',
    '2 h 05 m',
  ]);
});

test('a power of ten as text carries its exponent raised', () => {
  expect([power(-12), power(0), power(3)]).toEqual(['10⁻¹²', '10⁰', '10³']);
});
