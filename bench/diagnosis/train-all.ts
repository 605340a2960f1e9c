import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TrainingCache } from './cache.ts';
import { keyOf, type Training } from './recipe.ts';

/** Trains what is not in the cache yet, in `workers` processes. Throws when one fails; what is done stays done. */
export async function trainAll(
  cache: TrainingCache,
  trainings: readonly Training[],
  { workers, digits, onDone }: { workers: number; digits: string | null; onDone: (done: number, of: number) => void },
): Promise<void> {
  const left = [...new Map(trainings.map((training) => [keyOf(training), training])).values()].filter(
    (training) => !cache.has(keyOf(training)),
  );
  const all = left.length;
  const worker = fileURLToPath(new URL('./train-worker.ts', import.meta.url));
  await Promise.all(
    Array.from({ length: Math.min(workers, all) }, async () => {
      const child = fork(worker, [cache.folder, ...(digits ? [digits] : [])], {
        execArgv: ['--conditions=unrolled-source'],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      try {
        await answerOf(child);
        for (let next = left.pop(); next; next = left.pop()) {
          child.send(next);
          await answerOf(child);
          onDone(all - left.length, all);
        }
      } finally {
        child.kill();
      }
    }),
  );
}

async function answerOf(child: ChildProcess): Promise<void> {
  const ended = new AbortController();
  const answer = await Promise.race([
    once(child, 'message', { signal: ended.signal }).then(([message]) => message as { ok: boolean; reason?: string }),
    once(child, 'exit', { signal: ended.signal }).then(() => ({ ok: false, reason: 'the worker ended' })),
  ]).finally(() => ended.abort());
  if (!answer.ok) throw new Error(`diagnosis: a training failed: ${answer.reason}`);
}
