// npm start [-- --train]: sets everything up, serves the dashboard, and trains the quickstart the first time.
import { ensureDashboard } from './setup/dashboard.mjs';
import { ensureDigits } from './setup/digits.mjs';
import { exitOnSignals, orSayWhy } from './setup/ending.mjs';
import { ensureNative } from './setup/native.mjs';
import { ensureNode } from './setup/node.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { repository } from './setup/repository.mjs';
import { readRequest } from './start/request.mjs';

exitOnSignals();
await orSayWhy('start', async () => {
  const request = readRequest(process.argv.slice(2), process.env, repository);
  await ensureNode(import.meta.url);
  const { refuseBusyPort } = await import('./start/port.mjs');
  await refuseBusyPort(request.port);
  await ensurePackages(repository);
  const { hasRuns } = await import('./start/runs.mjs');
  const train = request.train || !hasRuns(request.dir);
  if (train) {
    await ensureNative(repository);
    await ensureDigits();
  }
  await ensureDashboard(repository);
  const { Household } = await import('./start/household.mjs');
  const household = new Household(request);
  await household.serve();
  if (train) household.train();
  await household.ended;
});
