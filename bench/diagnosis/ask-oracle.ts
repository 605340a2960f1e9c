import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TrainingCache } from './cache.ts';
import type { Facts } from './facts.ts';
import type { OracleAnswer } from './labels.ts';
import { type Case, keyOf } from './recipe.ts';

/**
 * Asks the oracle (oracle.py, NumPy) about cases whose trainings and twins are in the cache; by id. Throws with what it
 * said when it fails.
 */
export async function askOracle(
  python: string,
  cache: TrainingCache,
  cases: readonly Case[],
  fresh: boolean,
): Promise<Map<string, OracleAnswer>> {
  const script = fileURLToPath(new URL('./oracle.py', import.meta.url));
  const child = spawn(python, [script, cache.folder, ...(fresh ? ['--fresh'] : [])], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let [found, trouble] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    found += part;
  });
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    trouble += part;
  });
  child.stdin.end(
    JSON.stringify(
      cases.map(({ id, training, twin }) => ({
        id,
        key: keyOf(training),
        twin: keyOf(twin),
        declared: training.declared,
      })),
    ),
  );
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  if (code !== 0) throw new Error(`diagnosis: the oracle failed: ${trouble.trim().split('\n').at(-1) ?? code}`);
  const answers = found
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as OracleAnswer);
  return new Map(answers.map((answer) => [answer.id, answer]));
}

/** What the oracle measured of a training. */
export function factsOf(cache: TrainingCache, one: Case): Facts {
  return JSON.parse(readFileSync(join(cache.folder, `${keyOf(one.training)}.facts.json`), 'utf8')) as Facts;
}
