import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UnrolledError } from '../base/errors.ts';

/** The folder of our package.json: sources lie two folders below it, the build three. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new UnrolledError('broken-install', `package.json: not found above ${folder} — install unrolled again`);
    folder = parent;
  }
  return folder;
}

/** Where the built dashboard lies. */
export function dashboardFolder(): string {
  return join(packageRoot(), 'out');
}
