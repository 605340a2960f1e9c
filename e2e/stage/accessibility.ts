import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** Checked as WCAG 2.1 AA asks. */
const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Found {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What is wrong with a page, by rule, with the elements. */
export async function violations(page: Page): Promise<readonly string[]> {
  // not as a script element: the page allows none but its own
  await page.evaluate(axe);
  const found = await page.evaluate(
    async (values) =>
      (
        await (
          globalThis as unknown as { axe: { run: (on: object, options: object) => Promise<{ violations: unknown }> } }
        ).axe.run(document, {
          runOnly: { type: 'tag', values },
        })
      ).violations,
    LEVELS,
  );
  return (found as readonly Found[]).flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} — ${failureSummary.split('\n')[1] ?? ''}`),
  );
}
