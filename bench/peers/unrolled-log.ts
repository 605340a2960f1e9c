// Unrolled through its public API, the same workload as the Python peers: unrolled-log.ts DIR RUNS SERIES STEPS
import { init } from '../../callbacks/node.ts';

const [dir = '', ...counts] = process.argv.slice(2);
const [runs = 0, series = 0, steps = 0] = counts.map(Number);
const names = Array.from({ length: series }, (_, index) => `layer_${index}/gradient_norm`);
const rows = Array.from({ length: steps }, (_, step) =>
  Float64Array.from(names, (_name, index) => Math.exp(-step / steps) + 0.01 * Math.sin(step * 0.37 + index)),
);
let started = 0;
for (let number = 0; number < runs; number++) {
  const run = await init({ project: 'bench', name: `run-${number}`, dir });
  started ||= performance.now();
  for (let step = 0; step < steps; step++) {
    const row = rows[step]!;
    const logged: Record<string, number> = {};
    for (let index = 0; index < series; index++) logged[names[index]!] = row[index]!;
    run.log(logged, { step });
  }
  await run.finish();
}
console.log(JSON.stringify({ seconds: (performance.now() - started) / 1000 }));
