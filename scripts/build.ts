// npm run build: the package (dist/) and the dashboard it serves (out/).
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runStep } from './check/run-step.ts';
import { ensureDashboard } from './setup/dashboard.mjs';
import { exitOnSignals } from './setup/ending.mjs';
import { repository } from './setup/repository.mjs';

exitOnSignals();
rmSync(join(repository, 'dist'), { recursive: true, force: true });
const compiler = join('node_modules', 'typescript', 'bin', 'tsc');
const { ok } = await runStep(repository, { name: 'dist', command: [compiler, '-p', 'tsconfig.build.json'] });
if (ok) await ensureDashboard(repository);
process.exit(ok ? 0 : 1);
