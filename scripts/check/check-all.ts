import { type Outcome, runStep } from './run-step.ts';
import { staticSteps, unitStep } from './steps.ts';

/**
 * Types, layers and lint one after the other beside the unit tests: two lanes for two cores.
 */
export async function checkAll(repository: string): Promise<Outcome[]> {
  const [checked, tested] = await Promise.all([runInTurn(repository), runStep(repository, unitStep)]);
  return [...checked, tested];
}

async function runInTurn(repository: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const step of staticSteps) outcomes.push(await runStep(repository, step));
  return outcomes;
}
