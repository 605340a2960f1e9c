/** A number a bench found, held against its limit. */
export interface Figure {
  /** Stable, snake_case: `wide_ratio`. */
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  /** `>= 1.5` or `<= 24`; null: only told. */
  readonly limit: string | null;
  readonly ok: boolean;
}

/** What a bench is: a module of bench/ that exports `bench`. It may print lines for people as it goes. */
export type Bench = (options?: BenchOptions) => Promise<readonly Figure[]>;

/** What a bench may be asked for; most know only one way. */
export interface BenchOptions {
  /** Do again what is kept in a cache. */
  readonly fresh?: boolean;
  /** A glance that fits into CI. */
  readonly quick?: boolean;
  /** Cases that limits may be tuned on, instead of those that are held out. */
  readonly calibration?: boolean;
}

/** A figure that must keep a limit: `must('wide_bytes', 22.4, 'bytes/point', '<= 24')`. A NaN keeps none. */
export function must(id: string, value: number, unit: string, limit: string): Figure {
  return { id, value: rounded(value), unit, limit, ok: keeps(value, limit) };
}

/** A figure that is only told. */
export function told(id: string, value: number, unit: string): Figure {
  return { id, value: rounded(value), unit, limit: null, ok: true };
}

/** Whether a value keeps a limit; throws when the limit is not of the form `<= 1.03`, `>= 1.5`, `< 1` or `> 1`. */
export function keeps(value: number, limit: string): boolean {
  const [, sign, text] = /^(<=|>=|<|>) (-?\d+(?:\.\d+)?)$/.exec(limit) ?? [];
  if (!sign) throw new Error(`a limit reads like "<= 1.03", got "${limit}"`);
  const bound = Number(text);
  if (sign === '<=') return value <= bound;
  if (sign === '>=') return value >= bound;
  return sign === '<' ? value < bound : value > bound;
}

/** The middle of some numbers, or the mean of the two middle ones; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2 || Number.NaN;
}

/** Figures as lines for people. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ id, value, unit, limit, ok }) => [
    ok ? (limit ? 'ok' : '') : 'FALLS SHORT',
    id,
    String(value),
    unit,
    limit ?? '',
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 2 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Four digits that count: more is noise. */
function rounded(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(4)) : value;
}
