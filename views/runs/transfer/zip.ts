import { BlobReader, BlobWriter, ZipWriter } from '@zip.js/zip.js';
import type { RunFile } from '../../../lib/client/run-files.ts';

/** A ZIP archive of files as they are: run files are packed already. */
export async function zipOf(files: readonly RunFile[], at: Date): Promise<Blob> {
  // no worker of its own: nothing is compressed, and the page's content security allows only its own scripts
  const archive = new ZipWriter(new BlobWriter('application/zip'), {
    level: 0,
    lastModDate: at,
    useWebWorkers: false,
  });
  for (const { name, data } of files) await archive.add(name, new BlobReader(data));
  return archive.close();
}
