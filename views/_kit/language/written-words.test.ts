import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Attributes that a person reads or hears. */
const READ = new Set(['title', 'aria-label', 'aria-description', 'aria-valuetext', 'placeholder', 'alt', 'label']);
/** A word of a language; single letters, symbols and what stands in braces are none. */
const WORD = /\p{L}{2,}/u;
/** Names of keys and symbols that are the same in every language. */
const SAME = new Set(['ep', 'Enter', 'Esc']);

/** Words written in the markup of a file in place of the messages: [line, words]. */
function wordsOf(path: string, text: string): readonly string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const tell = (node: ts.Node, words: string) => {
    if (!WORD.test(words) || SAME.has(words.trim())) return;
    found.push(`${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${words.trim()}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) tell(node, node.text);
    if (ts.isJsxAttribute(node) && READ.has(node.name.getText()) && node.initializer) {
      const { initializer } = node;
      if (ts.isStringLiteral(initializer)) tell(node, initializer.text);
    }
    if (ts.isJsxExpression(node) && node.expression && ts.isJsxElement(node.parent)) {
      const { expression } = node;
      if (ts.isStringLiteralLike(expression)) tell(node, expression.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test('no word that a person reads is written into the markup', () => {
  const files = globSync('{views,app}/**/*.tsx', { cwd: root }).sort();
  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap((path) => wordsOf(path, readFileSync(`${root}${path}`, 'utf8')))).toEqual([]);
});

test('words in markup and in what is read aloud are found', () => {
  const text = 'const A = () => <p title="Some title" className="a">Left {x} behind {`again here`}</p>;';
  expect(wordsOf('a.tsx', text)).toEqual([
    'a.tsx:1 Some title',
    'a.tsx:1 Left',
    'a.tsx:1 behind',
    'a.tsx:1 again here',
  ]);
});
