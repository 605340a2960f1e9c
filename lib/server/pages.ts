import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inlineScriptHashes } from './content-security.ts';

/** An exported page and what its inline scripts hash to. */
export interface HtmlPage {
  readonly html: string;
  readonly scriptHashes: readonly string[];
}

/** Exported pages of a folder, read once and again when a build replaced them. */
export interface Pages {
  /** Whether there is a dashboard at all. */
  isBuilt(): boolean;
  /** The page of a URL path (`/`, `/runs`, `/runs/`), or null when there is none. */
  find(urlPath: string): HtmlPage | null;
  /** The page for what is not found, or null. */
  notFound(): HtmlPage | null;
}

/** Pages of a Next static export: `index.html` per folder, or `name.html` beside it. */
export function openPages(folder: string): Pages {
  const read = new Map<string, { readonly mtimeMs: number; readonly page: HtmlPage }>();

  const load = (file: string): HtmlPage | null => {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (!stats?.isFile()) return null;
    const known = read.get(file);
    if (known?.mtimeMs === stats.mtimeMs) return known.page;
    const html = readFileSync(file, 'utf8');
    const page = { html, scriptHashes: inlineScriptHashes(html) };
    read.set(file, { mtimeMs: stats.mtimeMs, page });
    return page;
  };

  return {
    isBuilt: () => load(join(folder, 'index.html')) !== null,
    find(urlPath) {
      const parts = pathParts(urlPath);
      if (parts === null) return null;
      const base = join(folder, ...parts);
      return load(join(base, 'index.html')) ?? (parts.length > 0 ? load(`${base}.html`) : null);
    },
    notFound: () => load(join(folder, '404.html')) ?? load(join(folder, '404', 'index.html')),
  };
}

/** Decoded parts of a URL path, or null when one of them could lead out of the folder or hides. */
export function pathParts(urlPath: string): readonly string[] | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  const parts = decoded.split('/').filter((part) => part !== '');
  return parts.every((part) => !part.startsWith('.') && !/[\\\0:]/.test(part)) ? parts : null;
}

/** What is served instead of a dashboard that was not built. */
export const NOT_BUILT_PAGE: HtmlPage = {
  scriptHashes: [],
  html: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Unrolled</title><meta name="viewport" content="width=device-width">
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem}code{font-size:.9em}</style>
</head>
<body>
<h1>Unrolled</h1>
<p>The server runs, but the dashboard has not been built yet. In the repository's folder, run</p>
<pre><code>npm run build</code></pre>
<p>and reload this page. The API is at <a href="/api/v1/runs">/api/v1/runs</a>.</p>
</body>
</html>
`,
};
