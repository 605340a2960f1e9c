import { existsSync, globSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const views = fileURLToPath(new URL('../../', import.meta.url));
const files = globSync('**/*.en.ts', { cwd: views }).sort();

/** Words that are the same in every language: names, symbols, keys, code. Everything else needs its own in Chinese. */
const SAME =
  /^(Unrolled|AER|viridis|cividis|SmoothGrad|logit|NaN|Inf|Shift|PC\d?|AUROC|auroc|CKA|CPU|log|t-SNE|UMAP|PCA|PATCH|JSON|CSV|PNG|SVG|HTML|URL|train\.ts)$/;
/** Leaves that are no words: code to copy, and the key of the view that a question of a guide leads to. */
const NO_WORDS = /([cC]ode|better\.\d+\.view)$/;
const CHINESE = /[\u4e00-\u9fff]/;
/** A word: what begins with a letter, two signs or more. */
const WORD = /[A-Za-z][\w.-]*\w/g;

/** All words of an object by their path; functions by their source. */
function* leavesOf(words: unknown, path = ''): Generator<{ readonly path: string; readonly leaf: unknown }> {
  if (typeof words !== 'object' || words === null) yield { path, leaf: words };
  else for (const [key, value] of Object.entries(words)) yield* leavesOf(value, path ? `${path}.${key}` : key);
}

/** The words written in the source of a function: its texts without what is put into them. */
function writtenIn(source: string): string {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('words.js', `(${source})`, ts.ScriptTarget.Latest));
  return texts.join(' ');
}

test('there are words to look at', () => {
  expect(files.length).toBeGreaterThan(1);
});

describe.each(files)('%s', (file) => {
  test('has Chinese beside it', () => {
    expect(existsSync(`${views}${file.replace(/\.en\.ts$/, '.zh.ts')}`)).toBe(true);
  });

  test('leaves no word in English there', async () => {
    const exportsOf = async (language: string) =>
      (await import(pathToFileURL(`${views}${file.replace(/\.en\.ts$/, `.${language}.ts`)}`).href)) as {
        readonly [name: string]: unknown;
      };
    const [en, zh] = [await exportsOf('en'), await exportsOf('zh')];
    const chinese = new Map([...leavesOf(zh.chinese ?? zh)].map(({ path, leaf }) => [path, leaf]));
    const left: string[] = [];
    for (const { path, leaf } of leavesOf(en.english ?? en)) {
      if (NO_WORDS.test(path)) continue;
      const other = chinese.get(path);
      const [own, theirs] =
        typeof leaf === 'function' ? [writtenIn(String(leaf)), writtenIn(String(other))] : [leaf, other];
      if (typeof own !== 'string' || (own.match(WORD) ?? []).every((word) => SAME.test(word))) continue;
      if (typeof theirs !== 'string' || !CHINESE.test(theirs)) left.push(`${basename(file)} ${path}: ${own}`);
    }
    expect(left).toEqual([]);
  });
});
