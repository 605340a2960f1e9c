// npm run unrolled -- [ARGUMENT...]: the command line (lib/cli) from a bare checkout. What shows the dashboard builds it first.
import { spawn } from 'node:child_process';
import { ensureDashboard } from './setup/dashboard.mjs';
import { endWith, exitOnSignals, orSayWhy } from './setup/ending.mjs';
import { ensureNode } from './setup/node.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { repository, sourceFlags } from './setup/repository.mjs';

const args = process.argv.slice(2);
const isShow = !/^(list|export|import|help|-h|--help|-v|--version)$/.test(args[0] ?? '');
exitOnSignals();
await orSayWhy('unrolled', async () => {
  await ensureNode(import.meta.url);
  await ensurePackages(repository);
  if (isShow || args.includes('--html')) await ensureDashboard(repository);
  const child = spawn(process.execPath, [...sourceFlags, 'lib/cli/main.ts', ...args], { stdio: 'inherit' });
  process.exit(await endWith(child));
});
