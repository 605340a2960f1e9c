import {
  BlobReader,
  BlobWriter,
  ERR_ENCRYPTED,
  ERR_UNSUPPORTED_COMPRESSION,
  ERR_UNSUPPORTED_ENCRYPTION,
  ZipReader,
} from '@zip.js/zip.js';
import { messageOf, UnrolledError } from '../../../lib/base/errors.ts';
import { RUN_FILE_TYPE } from '../../../lib/protocol/run-file.ts';

/** The first bytes of an archive that is not empty. */
const LOCAL = 0x0403_4b50;

/** Whether a file is a ZIP archive, by its first bytes. */
export async function isZip(file: Blob): Promise<boolean> {
  if (file.size < 4) return false;
  return new DataView(await file.slice(0, 4).arrayBuffer()).getUint32(0, true) === LOCAL;
}

/**
 * The run files of an archive, without its folders. Their contents are checked by who reads them: a run file holds its own digest.
 * Rejects with UnrolledError `truncated` or `foreign-file`.
 */
export async function runFilesIn(archive: File): Promise<readonly File[]> {
  const reader = new ZipReader(new BlobReader(archive), { useWebWorkers: false });
  const files: File[] = [];
  try {
    for (const entry of await reader.getEntries()) {
      const name = entry.filename.split('/').at(-1) ?? entry.filename;
      if (entry.directory || !name.endsWith('.unrolled')) continue;
      files.push(new File([await entry.getData(new BlobWriter())], name, { type: RUN_FILE_TYPE }));
    }
  } catch (error) {
    throw whyNot(archive, messageOf(error));
  } finally {
    await reader.close();
  }
  if (files.length > 0) return files;
  throw new UnrolledError('foreign-file', `${archive.name}: no run file (.unrolled) in it — choose another archive`);
}

function whyNot({ name }: File, why: string): UnrolledError {
  if ([ERR_ENCRYPTED, ERR_UNSUPPORTED_ENCRYPTION, ERR_UNSUPPORTED_COMPRESSION].includes(why)) {
    return new UnrolledError('foreign-file', `${name}: ${why} — unpack it and choose what is in it`);
  }
  return new UnrolledError(
    'truncated',
    `${name}: cut off or damaged (${why}) — copy or export it again; nothing was read`,
  );
}
