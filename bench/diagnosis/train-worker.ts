// One worker of the diagnosis bench, started with fork: trains what it is sent and writes it into the cache.
// train-worker.ts FOLDER [DIGITS]

import { loadBackend } from '../../examples/backend.ts';
import { messageOf } from '../../lib/base/errors.ts';
import { TrainingCache } from './cache.ts';
import { keyOf, type Training } from './recipe.ts';
import { trainCase } from './train-case.ts';

const [folder = '', digits = null] = process.argv.slice(2);
const cache = new TrainingCache(folder);
// WASM is about twice as fast as native at this size: native is bound by the number of operations
const { tf } = await loadBackend('wasm');

process.on('message', async (training: Training) => {
  try {
    cache.write(keyOf(training), await trainCase(tf, training, digits));
    process.send?.({ ok: true });
  } catch (error) {
    process.send?.({ ok: false, reason: messageOf(error) });
  }
});
process.send?.({ ok: true });
