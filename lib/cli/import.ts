import { messageOf, UnrolledError } from '../base/errors.ts';
import { type Imported, importRunFile } from '../store/run-file/import-run-file.ts';
import type { Command } from './command.ts';
import type { Console } from './console.ts';
import { storeFile } from './data-folder.ts';
import { ProgressLine } from './progress-line.ts';

const WHAT: { readonly [outcome in Imported['outcome']]: string } = {
  imported: 'imported',
  here: 'here already, the same in every value',
  bin: 'here already, the same in every value, but deleted: restore it in the dashboard',
};

/** `unrolled import`: brings files into the data folder, one after the other; one that is refused does not keep the others. */
export async function runImport(
  { dir, files, as, json }: Extract<Command, { name: 'import' }>,
  console: Console,
): Promise<number> {
  const results: object[] = [];
  let failed = 0;
  for (const file of files) {
    const line = new ProgressLine(console.terminal, `importing ${file}`);
    try {
      const { tell: onProgress } = line;
      const done = await importRunFile(storeFile(dir), file, as === null ? { onProgress } : { as, onProgress });
      line.end();
      results.push({ file, ...done });
      const what = WHAT[done.outcome];
      if (!json) console.log(`${file}: ${done.project}/${done.name} as ${done.id}, ${what}`);
    } catch (error) {
      line.end();
      failed++;
      const code = error instanceof UnrolledError ? error.code : 'internal';
      results.push({ file, outcome: 'refused', error: { code, message: messageOf(error) } });
      console.error(`import: ${messageOf(error)}`);
    }
  }
  if (json) console.log(JSON.stringify(results, null, 2));
  return failed > 0 ? 1 : 0;
}
