// npm run setup: everything `npm start` needs, without starting it. Tries again what failed before.
import { ensureDashboard } from './setup/dashboard.mjs';
import { ensureDigits } from './setup/digits.mjs';
import { exitOnSignals, orSayWhy } from './setup/ending.mjs';
import { ensureNative, forgetNativeFailure } from './setup/native.mjs';
import { ensureNode } from './setup/node.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { repository } from './setup/repository.mjs';

exitOnSignals();
await orSayWhy('setup', async () => {
  await ensureNode(import.meta.url);
  await ensurePackages(repository);
  forgetNativeFailure(repository);
  const backend = await ensureNative(repository);
  const digits = await ensureDigits();
  await ensureDashboard(repository);
  console.log(
    `Set up: Node ${process.versions.node}, backend ${backend}, ${'path' in digits ? 'spoken digits' : `no spoken digits (${digits.reason})`}, dashboard`,
  );
});
