// A process that logs one run and says how far it came: node writer-process.ts FILE RUN STEPS [FLUSH_STEPS]
import { openStore } from '../open-store.ts';
import { newRun, type Point, scalars } from './records.ts';

const [file = '', run = '', steps = '0', flush = '10'] = process.argv.slice(2);
const store = await openStore(file);
await store.createRun(newRun(run, { pid: process.pid }));
for (let step = 0; step < Number(steps); step += Number(flush)) {
  const points: Point[] = [];
  for (let i = step; i < Math.min(step + Number(flush), Number(steps)); i++)
    points.push(['loss', i, i / 3], ['acc', i, -i]);
  await store.append(run, 0, scalars(points));
  // after the commit: whoever reads this line may count on it
  process.stdout.write(`${points.at(-1)?.[1]}\n`);
}
await store.checkpoint();
await store.close();
