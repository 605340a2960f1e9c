/** The real minus sign. */
export const MINUS = '−';
/** Stands between a number and what follows it. */
export const THIN = '\u2009';
/** An empty value. */
export const EMPTY = '–';

const withMinus = (text: string) => text.replaceAll('-', MINUS);

/** `2.7e−11`: a number in a sentence or table, whatever its size. */
export function scientific(value: number, digits = 1): string {
  if (!Number.isFinite(value)) return special(value);
  const [mantissa, exponent] = value.toExponential(digits).split('e') as [string, string];
  return `${withMinus(mantissa)}e${withMinus(exponent.replace('+', ''))}`;
}

function special(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '∞' : `${MINUS}∞`;
}

/** Plain digits where they read well (1e−3 ≤ |x| < 1e5), else scientific. `digits` = significant digits. */
export function number(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return special(value);
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e5) return scientific(value, Math.max(0, digits - 2));
  return withMinus(String(Number(value.toPrecision(digits))));
}

/** A fixed number of decimals: for a column of a table. */
export function fixed(value: number, decimals: number): string {
  return Number.isFinite(value) ? withMinus(value.toFixed(decimals)) : special(value);
}

/** A metric in a column: four significant digits with trailing zeros, so that the column lines up. */
export function metric(value: number): string {
  if (!Number.isFinite(value)) return special(value);
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-3 || size >= 1e5)) return scientific(value, 2);
  return withMinus(value.toFixed(size < 1 ? 4 : size < 10 ? 3 : size < 100 ? 2 : 1));
}

/** `1 284`: a whole number with thin spaces between thousands. */
export function whole(value: number): string {
  if (!Number.isFinite(value)) return special(value);
  return withMinus(String(Math.round(value))).replace(/\B(?=(\d{3})+$)/g, THIN);
}

/** `83 %` of a share between 0 and 1. */
export function percent(share: number, decimals = 0): string {
  return Number.isFinite(share) ? `${fixed(share * 100, decimals)}${THIN}%` : special(share);
}

/** `84 ms`, `12 s`, `3 m 41 s`, `2 h 05 m`. */
export function duration(ms: number): string {
  if (!Number.isFinite(ms)) return EMPTY;
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const two = (value: number) => String(value).padStart(2, '0');
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`;
  return `${Math.floor(seconds / 3_600)} h ${two(Math.floor(seconds / 60) % 60)} m`;
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `10⁻³`, as plain text: for a title or a screen reader. On axes {@link powerParts} sets the exponent smaller. */
export function power(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)] ?? digit).join('');
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

/** Base and exponent of a power of ten, with a real minus. */
export function powerParts(exponent: number): { readonly base: string; readonly exponent: string } {
  return { base: '10', exponent: withMinus(String(exponent)) };
}
