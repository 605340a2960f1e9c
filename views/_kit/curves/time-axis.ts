import { roundTicks } from '../chart/axis.ts';
import { number } from '../numbers.ts';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
/** Distances of ticks on a clock, in s. */
const CLOCK_STEPS = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28].map((days) => days * DAY),
];

/** The unit in which seconds up to `longest` read best. */
export function timeUnit(longest: number): { readonly seconds: number; readonly name: 's' | 'min' | 'h' } {
  if (longest < 3 * MINUTE) return { seconds: 1, name: 's' };
  return longest < 3 * HOUR ? { seconds: MINUTE, name: 'min' } : { seconds: HOUR, name: 'h' };
}

/** Round ticks of an axis of seconds, in the unit they read best in. */
export function secondsTicks([low, high]: readonly [number, number], most = 6) {
  const unit = timeUnit(high);
  const ticks = roundTicks([low / unit.seconds, high / unit.seconds], most).map((value) => value * unit.seconds);
  return { ticks, unit: unit.name, label: (value: number) => number(value / unit.seconds) };
}

/** Ticks of an axis of wall clock times (ms), at round local times, with the day where there is more than one. */
export function clockTicks([low, high]: readonly [number, number], most = 6) {
  const span = (high - low) / 1_000;
  const step = (CLOCK_STEPS.find((each) => span / each <= most) ?? 28 * DAY) * 1_000;
  const offset = new Date(low).getTimezoneOffset() * 60_000;
  const ticks: number[] = [];
  for (let tick = Math.ceil((low - offset) / step) * step + offset; tick <= high; tick += step) ticks.push(tick);
  const ofDay: Intl.DateTimeFormatOptions =
    step < MINUTE * 1_000
      ? { hour: '2-digit', minute: '2-digit', second: '2-digit' }
      : { hour: '2-digit', minute: '2-digit' };
  const ofDays: Intl.DateTimeFormatOptions = { month: '2-digit', day: '2-digit' };
  const hasDays = new Date(low).toDateString() !== new Date(high).toDateString();
  const format = new Intl.DateTimeFormat('en-GB', {
    ...(step >= DAY * 1_000 ? {} : ofDay),
    ...(hasDays ? ofDays : {}),
    hourCycle: 'h23',
  });
  return { ticks, label: (value: number) => format.format(value) };
}
