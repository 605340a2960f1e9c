import { join } from 'node:path';
import { sourceFlags } from '../setup/repository.mjs';

/** One command of the checks: what it is called, the JavaScript file Node runs, and where its test report goes. */
export interface Step {
  readonly name: string;
  readonly command: readonly string[];
  readonly report?: string;
}

const bin = (...path: string[]) => join('node_modules', ...path);

/** Types, layers and style: no tests in them. */
export const staticSteps: readonly Step[] = [
  { name: 'types', command: [bin('typescript', 'bin', 'tsc'), '--noEmit'] },
  {
    name: 'layers',
    command: [
      bin('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      ...['lib', 'callbacks', 'views', 'app', 'examples', 'e2e', 'bench', 'scripts'],
    ],
  },
  { name: 'lint', command: [bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '.'] },
];

/** The tests beside the source. */
export const unitStep: Step = vitestStep('unit', []);

/** The tests in a real browser over real trainings. */
export const browserStep: Step = vitestStep('e2e', ['--config', 'e2e/vitest.config.ts']);

/** Verdicts on a handful of sick and healthy trainings, real ones; a minute where none of them is in the cache. */
export const diagnosisStep: Step = {
  name: 'diagnosis',
  command: [...sourceFlags, join('bench', 'run.ts'), 'diagnosis', '--quick'],
};

function vitestStep(name: string, args: readonly string[]): Step {
  const report = join('test-results', `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return { name, command: [bin('vitest', 'vitest.mjs'), 'run', ...args, ...reporters], report };
}
