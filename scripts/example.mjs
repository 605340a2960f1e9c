// npm run example -- sentiment|translation|speech [--sick | --remedied] [--seed N]: sets up what a training needs, and trains.
import { spawn } from 'node:child_process';
import { endWith, exitOnSignals, orSayWhy } from './setup/ending.mjs';
import { ensureNative } from './setup/native.mjs';
import { ensureNode } from './setup/node.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { repository, sourceFlags } from './setup/repository.mjs';

exitOnSignals();
await orSayWhy('example', async () => {
  await ensureNode(import.meta.url);
  await ensurePackages(repository);
  await ensureNative(repository);
  const args = [...sourceFlags, 'examples/run.ts', ...process.argv.slice(2)];
  process.exit(await endWith(spawn(process.execPath, args, { cwd: repository, stdio: 'inherit' })));
});
