import { UnrolledError } from '../base/errors.ts';
import type { Computer } from './computer.ts';

/** Stands in place of computer.ts in a page without TensorFlow.js, where nothing should be asked of it: it refuses. */
export function createComputer(): Computer {
  return {
    explain: async () => {
      throw new UnrolledError(
        'read-only',
        'computation: TensorFlow.js is not in this page — open the run where it was recorded',
      );
    },
    cancel: () => undefined,
  };
}
