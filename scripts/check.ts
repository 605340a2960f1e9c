// npm run check: types, layers, lint and unit tests.
import { checkAll } from './check/check-all.ts';
import { conclude } from './check/conclude.ts';
import { exitOnSignals } from './setup/ending.mjs';
import { repository } from './setup/repository.mjs';

exitOnSignals();
process.exit(conclude(await checkAll(repository)));
