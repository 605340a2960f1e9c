/** Rows of (step, value) as columns; NULL is NaN. */
export function readPoints(rows: readonly (readonly [number, number | null])[]): {
  readonly steps: Float64Array<ArrayBuffer>;
  readonly values: Float64Array<ArrayBuffer>;
} {
  const steps = new Float64Array(rows.length);
  const values = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    steps[i] = row[0];
    values[i] = row[1] ?? Number.NaN;
  }
  return { steps, values };
}

/** Steps and values that were read one column after the other. */
export function columnPoints(
  steps: readonly number[],
  values: readonly (number | null)[],
): ReturnType<typeof readPoints> {
  const columns = { steps: Float64Array.from(steps), values: new Float64Array(values.length) };
  for (let i = 0; i < values.length; i++) columns.values[i] = values[i] ?? Number.NaN;
  return columns;
}
