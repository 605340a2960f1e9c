/** Points of a series in several runs, by the run's id. */
export type PointsByRun = ReadonlyMap<
  string,
  { readonly steps: ArrayLike<number>; readonly values: ArrayLike<number> }
>;

/** How many of the points are not in a CSV with columns `id`, `step` and `value`: each line stands for one point. */
export function missingPoints(csv: string, points: PointsByRun): number {
  const left = bagOf(csv);
  let missing = 0;
  for (const [id, { steps, values }] of points) {
    for (let i = 0; i < steps.length; i++) {
      const key = `${id} ${steps[i]} ${values[i]}`;
      const count = left.get(key) ?? 0;
      if (count === 0) missing++;
      else left.set(key, count - 1);
    }
  }
  return missing;
}

function bagOf(csv: string): Map<string, number> {
  const [head = '', ...lines] = csv.trimEnd().split('\r\n');
  const names = head.split(',');
  const [id, step, value] = ['id', 'step', 'value'].map((name) => names.indexOf(name)) as [number, number, number];
  const found = new Map<string, number>();
  for (const line of lines) {
    const cells = line.split(',');
    // exact: the shortest decimal of a double is read back as the same double
    const key = `${cells[id]} ${Number(cells[step])} ${Number(cells[value])}`;
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return found;
}
