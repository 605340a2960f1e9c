// node scripts/run.mjs FILE.ts [ARGUMENT...]: runs a TypeScript file of this project from a bare checkout.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ensureNode } from './setup/node.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { repository, sourceFlags } from './setup/repository.mjs';
import { exitOnSignals } from './setup/signals.mjs';

const [file, ...args] = process.argv.slice(2);
if (!file) {
  console.error('run: no file given — node scripts/run.mjs FILE.ts [ARGUMENT...]');
  process.exit(2);
}
const giveSignalsBack = exitOnSignals();
await ensureNode(import.meta.url);
await ensurePackages(repository);
giveSignalsBack();

const child = spawn(process.execPath, [...sourceFlags, file, ...args], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('close', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
