// The second half of npm test, on the right Node and with everything set up.
import { exitOnSignals } from '../setup/ending.mjs';
import { repository } from '../setup/repository.mjs';
import { checkAll } from './check-all.ts';
import { conclude } from './conclude.ts';
import { runStep } from './run-step.ts';
import { browserStep, diagnosisStep } from './steps.ts';

exitOnSignals();
const checked = await checkAll(repository);
const browsed = await runStep(repository, browserStep, { live: true });
process.exit(conclude([...checked, browsed, await runStep(repository, diagnosisStep)]));
