import type { Illness } from '../../examples/example.ts';
import type { Trained } from './trained.ts';

/** Whether the verdict that was meant came, and advises what the remedied twin does. */
export function isNamed({ verdicts }: Pick<Trained, 'verdicts'>, { rule, remedies }: Omit<Illness, 'cause'>): boolean {
  return verdicts.some(
    (verdict) =>
      verdict.rule === rule &&
      verdict.severity !== 'info' &&
      remedies.every((key) => verdict.remedies.some((remedy) => remedy.key === key)),
  );
}

/** Verdicts beyond mere facts. */
export function alarmsOf({ verdicts }: Pick<Trained, 'verdicts'>): string[] {
  return verdicts.filter(({ severity }) => severity !== 'info').map(({ id, severity }) => `${id} ${severity}`);
}

/** Best loss of one training ÷ best loss of another: at most 1.1 where the first reaches the second + 10 %. */
export function reached(one: readonly number[], other: readonly number[]): number {
  return best(one) / best(other);
}

function best(losses: readonly number[]): number {
  const finite = losses.filter(Number.isFinite);
  return finite.length > 0 ? Math.min(...finite) : Number.NaN;
}
