import { addTallies, type Outcome } from './run-step.ts';

/**
 * Prints what failed, then the closing line `N passed, N failed` (with `, N skipped` where tests were skipped) alone on
 * its line. Gives the exit code.
 */
export function conclude(outcomes: readonly Outcome[]): 0 | 1 {
  const { passed, failed, skipped } = addTallies(outcomes);
  const broken = outcomes.filter(({ ok }) => !ok).map(({ name }) => name);
  if (broken.length > 0) console.log(`failing: ${broken.join(', ')} — see above`);
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return broken.length > 0 || failed > 0 ? 1 : 0;
}
