import { expect } from 'vitest';
import type { Job, JobKind, JobOutputs } from '../jobs.ts';

/** The result of a job, whose told progress rises within 0…1. */
export async function finished<K extends JobKind>(run: ReturnType<Job<K>>): Promise<JobOutputs[K]> {
  const told: number[] = [];
  let step = await run.next();
  while (!step.done) {
    told.push(step.value.done);
    step = await run.next();
  }
  expect(told.every((done, i) => done <= 1 && (i === 0 || done >= told[i - 1]!))).toBe(true);
  return step.value;
}
