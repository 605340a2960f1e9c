import { messageOf, UnrolledError } from '../../base/errors.ts';

/**
 * An error of SQLite or of the file system as the UnrolledError a person can act on; the cause is kept.
 * UnrolledErrors and programmer's errors pass through.
 */
export function storeFailure(error: unknown, file: string): unknown {
  if (error instanceof UnrolledError || !(error instanceof Error) || !('code' in error)) return error;
  const code = String(error.code);
  const rule = RULES.find(({ pattern }) => pattern.test(code));
  if (rule) return new UnrolledError(rule.code, rule.message(file), { cause: error });
  if (!code.startsWith('SQLITE')) return error;
  return new UnrolledError(
    'store-failed',
    `run store ${file}: ${messageOf(error)} (${code}) — look at the disk and the folder, then try again`,
    { cause: error },
  );
}

const RULES: readonly {
  readonly pattern: RegExp;
  readonly code: string;
  readonly message: (file: string) => string;
}[] = [
  {
    pattern: /^SQLITE_(BUSY|LOCKED)/,
    code: 'locked',
    message: (file) => `run store ${file}: locked by another program — close what holds the file open, then try again`,
  },
  {
    pattern: /^SQLITE_(CORRUPT|NOTADB)/,
    code: 'corrupt',
    message: (file) =>
      `run store ${file}: damaged, or no SQLite file — move it away to start a new one; ` +
      `\`sqlite3 FILE .recover\` may save what is readable`,
  },
  {
    pattern: /^(SQLITE_FULL|ENOSPC|EDQUOT)/,
    code: 'disk-full',
    message: (file) => `run store ${file}: the disk is full — free some space, or set UNROLLED_DIR to another disk`,
  },
  {
    pattern:
      /^(SQLITE_(READONLY|CANTOPEN|PERM|AUTH|IOERR)|EACCES|EPERM|EROFS|ENOTDIR|EISDIR|EEXIST|ENOENT|ENAMETOOLONG)/,
    code: 'unwritable',
    message: (file) =>
      `run store ${file}: the file or its folder can't be read and written — check its permissions, ` +
      `or set UNROLLED_DIR to a folder of yours`,
  },
];
