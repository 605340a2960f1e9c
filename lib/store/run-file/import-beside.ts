import { UnrolledError } from '../../base/errors.ts';
import { type Imported, type ImportOptions, importRunFile } from './import-run-file.ts';
import { openRunFile } from './open-run-file.ts';

const ID_LETTERS = 64;

/**
 * Imports a one-file run; where another state of that run is there already, beside it under the first free id `ID-2`, `ID-3`, ….
 * The same file again is found to be there. Throws as {@link importRunFile}, but never `run-differs`.
 */
export async function importBeside(
  store: string,
  file: string,
  { onProgress }: Pick<ImportOptions, 'onProgress'> = {},
): Promise<Imported> {
  const options = onProgress ? { onProgress } : {};
  const opened = await openRunFile(file);
  opened.close();
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : `-${number}`;
    const as = `${opened.run.id.slice(0, ID_LETTERS - suffix.length)}${suffix}`;
    try {
      return await importRunFile(store, file, number === 1 ? options : { ...options, as });
    } catch (error) {
      if (!(error instanceof UnrolledError && error.code === 'run-differs')) throw error;
    }
  }
}
