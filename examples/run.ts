// npm run example -- NAME [--sick | --remedied] [--seed N]: one real training, watched by Unrolled.
import { join, resolve } from 'node:path';
import { repository } from '../scripts/setup/repository.mjs';
import { examples } from './all.ts';
import { describeBackend, loadBackend } from './backend.ts';
import { findDashboard, whereToLook } from './dashboard.ts';
import { readAsked } from './request.ts';

try {
  const { name, variant, seed } = readAsked(process.argv.slice(2));
  const example = examples[name];
  const usualDir = join(repository, 'data');
  const dir = resolve(process.env.UNROLLED_DIR || usualDir);
  // a server that was named is recorded through, unless a folder was named too
  const server = process.env.UNROLLED_DIR ? undefined : process.env.UNROLLED_SERVER_URL;
  if (!server) process.env.UNROLLED_DIR = dir;
  const dashboard = server ? { url: server.replace(/\/+$/, '') } : await findDashboard(dir);
  if (dashboard) {
    console.log(`To see it live: ${dashboard.url}`);
    // verdicts on the console carry a link then
    process.env.UNROLLED_SERVER_URL ??= dashboard.url;
  }

  const backend = await loadBackend();
  console.log(describeBackend(backend));
  const { cause, rule, remedies } = example.illness;
  if (variant !== 'healthy') console.log(`Done wrong here: ${cause}`);
  if (variant === 'remedied') console.log(`Remedied as ${rule} advises: ${remedies.join(', ')}`);
  const { run } = await example.train({ backend, variant, seed, say: (line) => console.log(line) });
  const view = variant === 'sick' ? 'overview' : example.view;
  console.log(whereToLook(dashboard ?? (await findDashboard(dir)), { dir, usualDir, run, view }));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
