// Logs 1,000 steps by hand and then does what its argument says.
import { init } from '../node.ts';

const run = await init({ project: 'p', name: 'by hand' });
for (let step = 1; step <= 1_000; step++) run.log({ loss: 1 / step }, { step, epoch: 1 });

const ends: { [how: string]: () => unknown } = {
  leave: () => undefined,
  exit: () => process.exit(3),
  throw: () => {
    throw new RangeError('out of luck');
  },
  wait: () => {
    setInterval(() => undefined, 1_000);
    console.log('started');
  },
  'wait-handling': () => {
    process.on('SIGINT', () => {
      console.log('handled');
      process.exit(0);
    });
    setInterval(() => undefined, 1_000);
    console.log('started');
  },
  'block-handling': () => {
    process.on('SIGINT', () => {
      console.log('handled');
      process.exit(0);
    });
    console.log('started');
    for (let step = 1_001; step <= 1_300; step++) {
      const until = performance.now() + 10;
      while (performance.now() < until);
      run.log({ loss: 1 / step }, { step, epoch: 1 });
    }
    setInterval(() => undefined, 1_000);
  },
  'finish-handling': () => {
    process.on('SIGINT', () => void run.finish().then(() => process.exit(0)));
    setInterval(() => undefined, 1_000);
    console.log('started');
  },
  block: () => {
    console.log('started');
    for (let step = 1_001; ; step++) run.log({ loss: 1 / step }, { step, epoch: 1 });
  },
  'finish-log-leave': async () => {
    await run.finish();
    for (let step = 1_001; step <= 1_010; step++) run.log({ loss: 1 / step }, { step, epoch: 1 });
  },
};
await ends[process.argv[2] ?? '']?.();
