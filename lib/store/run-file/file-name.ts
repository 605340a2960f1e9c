import type { RunInfo } from '../../protocol/run.ts';

const MOST_LETTERS = 80;

/**
 * A file name for a run: its name and id in letters, digits, points and dashes, whatever is in them, and an extension
 * without its point. Never hidden, never a path.
 */
export function fileNameOf({ name, id }: Pick<RunInfo, 'name' | 'id'>, extension = 'unrolled'): string {
  const plain = (text: string) =>
    [...text.normalize('NFC').replace(/[^\p{L}\p{N}.]+/gu, '-')]
      .slice(0, MOST_LETTERS)
      .join('')
      .replace(/^[-.]+|[-.]+$/g, '');
  const [named, identified] = [plain(name), plain(id)];
  const parts = named === identified ? [named] : [named, identified];
  return `${parts.filter((part) => part !== '').join('-') || 'run'}.${extension}`;
}
