import type { RunSummary } from '../../lib/protocol/summary.ts';
import { flattenConfig } from './flatten-config.ts';

/** A word to find anywhere, or a key and what its value must be. */
type Term = { readonly word: string } | { readonly key: string; readonly value: string };

const plain = (text: string) => text.toLowerCase().replaceAll('−', '-');

/** The terms of a filter text: separated by spaces, all of them must match. `key=value` looks at one key. */
export function termsOf(text: string): readonly Term[] {
  return plain(text)
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => {
      const at = word.indexOf('=');
      return at > 0 && at < word.length - 1 ? { key: word.slice(0, at), value: word.slice(at + 1) } : { word };
    });
}

/** What a filter can see of a run, in lower case. */
export interface FilterText {
  readonly words: string;
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** The filter's view of a run: name, tags, status, group and config. */
export function filterText({ info }: RunSummary): FilterText {
  const config = [...flattenConfig(info.config)].map(([key, value]) => [plain(key), plain(value)] as const);
  const tags = info.tags.map(plain);
  const words = [
    plain(info.name),
    ...tags,
    info.status,
    plain(info.group ?? ''),
    ...config.map(([key, value]) => `${key}=${value}`),
  ];
  const values = new Map<string, readonly string[]>([
    ...config.map(([key, value]) => [key, [value]] as const),
    ['name', [plain(info.name)]],
    ['tag', tags],
    ['tags', tags],
    ['status', [info.status]],
    ['group', [plain(info.group ?? '')]],
  ]);
  return { words: words.join('\n'), values };
}

/** Numbers are compared as numbers, so that `lr=0.001` finds 1e-3; other values as text. */
function equal(value: string, wanted: string): boolean {
  return value === wanted || (value !== '' && Number(value) === Number(wanted));
}

/** Whether a run matches all terms. */
export function matches({ words, values }: FilterText, terms: readonly Term[]): boolean {
  return terms.every((term) =>
    'word' in term ? words.includes(term.word) : (values.get(term.key) ?? []).some((value) => equal(value, term.value)),
  );
}
