// node bench/examples/train-one.ts NAME VARIANT SEED FILE: trains an example into a folder of its own, writes what it left as JSON.
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examples } from '../../examples/all.ts';
import { loadBackend } from '../../examples/backend.ts';
import type { ExampleName, Variant } from '../../examples/example.ts';
import { openStore, STORE_FILE } from '../../lib/store/open-store.ts';
import type { Trained } from './trained.ts';

const [name, variant, seed, file] = process.argv.slice(2) as [ExampleName, Variant, string, string];
const dir = mkdtempSync(join(tmpdir(), 'unrolled-example-'));
process.env.UNROLLED_DIR = dir;
const backend = await loadBackend();
const began = performance.now();
const outcome = await examples[name].train({
  ...{ backend, variant, seed: Number(seed) },
  say: (line) => console.error(line),
});
const seconds = (performance.now() - began) / 1000;
const store = await openStore(join(dir, STORE_FILE), { readOnly: true });
const trained: Trained = { ...outcome, verdicts: await store.listVerdicts(outcome.run), seconds };
await store.close();
rmSync(dir, { recursive: true, force: true });
// written whole or not at all
writeFileSync(`${file}.${process.pid}`, JSON.stringify(trained));
renameSync(`${file}.${process.pid}`, file);
process.exit(0);
