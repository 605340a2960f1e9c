// npm test: sets everything up, the browser included, then runs every check and every test.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureDashboard } from './setup/dashboard.mjs';
import { ensureDigits } from './setup/digits.mjs';
import { endWith, exitOnSignals, orSayWhy } from './setup/ending.mjs';
import { ensureNative } from './setup/native.mjs';
import { ensureNode } from './setup/node.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { repository, sourceFlags } from './setup/repository.mjs';
import { ensureSentences } from './setup/sentences.mjs';

exitOnSignals();
await orSayWhy('test', async () => {
  await ensureNode(import.meta.url);
  await ensurePackages(repository);
  const backend = await ensureNative(repository);
  await ensureDigits();
  await ensureSentences();
  await ensureDashboard(repository);
  const { findBrowser } = await import('./setup/browser.mjs');
  const { source } = await findBrowser();
  console.log(`Testing on Node ${process.versions.node}, backend ${backend}, browser: ${source}`);
  const script = join('scripts', 'check', 'test-all.ts');
  process.exit(await endWith(spawn(process.execPath, [...sourceFlags, script], { cwd: repository, stdio: 'inherit' })));
});
