// The second half of npm test, on the right Node and with everything set up.
import { exitOnSignals } from '../setup/ending.mjs';
import { repository } from '../setup/repository.mjs';
import { checkAll } from './check-all.ts';
import { conclude } from './conclude.ts';
import { runStep } from './run-step.ts';
import { browserStep } from './steps.ts';

exitOnSignals();
const checked = await checkAll(repository);
process.exit(conclude([...checked, await runStep(repository, browserStep, { live: true })]));
