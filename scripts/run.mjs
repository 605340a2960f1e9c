// node scripts/run.mjs FILE.ts [ARGUMENT...]: runs a TypeScript file of this project from a bare checkout.
import { spawn } from 'node:child_process';
import { endWith, exitOnSignals, orSayWhy } from './setup/ending.mjs';
import { ensureNode } from './setup/node.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { repository, sourceFlags } from './setup/repository.mjs';

const [file, ...args] = process.argv.slice(2);
if (!file) {
  console.error('run: no file given — node scripts/run.mjs FILE.ts [ARGUMENT...]');
  process.exit(2);
}
exitOnSignals();
await orSayWhy('run', async () => {
  await ensureNode(import.meta.url);
  await ensurePackages(repository);
  process.exit(await endWith(spawn(process.execPath, [...sourceFlags, file, ...args], { stdio: 'inherit' })));
});
