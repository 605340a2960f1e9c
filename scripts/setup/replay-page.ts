// Builds the page that holds a run itself, without the run: out/.replay.html. Frame, views, styles, fonts and workers are
// in it; `unrolled export --html` puts the run in.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';
import { THEME_SCRIPT } from '../../app/frame/theme-script.ts';
import { REPLAY_DATA_MARK, REPLAY_TITLE_MARK } from '../../lib/protocol/replay.ts';
import { REPLAY_TEMPLATE } from '../../lib/server/replay/replay-html.ts';
import { themeCss } from '../../views/_kit/theme/tokens.ts';
import { repository } from './repository.mjs';

/** Modules that need a server, and what stands in their place. */
const IN_PLACE = {
  'lib/client/derived/browser-worker.ts': 'lib/client/replay/no-worker.ts',
  'lib/compute/computer.ts': 'lib/compute/no-computer.ts',
};

/** Shown when the script at the end of the file has not begun after some seconds: it is not there. */
const INCOMPLETE = `<div class="incomplete">
<p>Nothing appears? Then this file is cut off, or scripts are switched off: copy it or export it again.</p>
<p lang="zh-Hans">没有显示内容？文件可能不完整，或脚本已被禁用：请重新复制或导出。</p>
</div>`;
const INCOMPLETE_STYLE =
  '.incomplete{padding:24px;visibility:hidden;animation:incomplete 0s 4s forwards}@keyframes incomplete{to{visibility:visible}}';

const worker = await bundle('lib/client/replay/replay-worker.ts');
const page = await bundle('app/replay/main.tsx', { REPLAY_WORKER: JSON.stringify(worker.script) });
writeFileSync(join(repository, 'out', REPLAY_TEMPLATE), template(page));

interface Bundle {
  readonly script: string;
  readonly styles: string;
}

/** One script and one style sheet, with all they need. */
async function bundle(entry: string, define: { readonly [name: string]: string } = {}): Promise<Bundle> {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    root: repository,
    base: './',
    publicDir: false,
    define,
    resolve: { conditions: ['unrolled-source', 'browser', 'module', 'import', 'default'] },
    plugins: [inPlace()],
    build: {
      write: false,
      target: 'es2022',
      cssCodeSplit: false,
      modulePreload: false,
      // fonts go into the styles
      assetsInlineLimit: Number.MAX_SAFE_INTEGER,
      rolldownOptions: { input: join(repository, entry), output: { format: 'iife', codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput;
  const chunks = built.output.filter((file) => file.type === 'chunk');
  const assets = built.output.filter((file) => file.type === 'asset');
  const sheets = assets.filter(({ fileName }) => fileName.endsWith('.css'));
  if (chunks.length !== 1 || sheets.length !== assets.length) {
    throw new Error(`${entry}: ${built.output.map(({ fileName }) => fileName).join(', ')} — one script was expected`);
  }
  return { script: chunks[0]!.code.trim(), styles: sheets.map(({ source }) => String(source)).join('\n') };
}

function inPlace(): Plugin {
  const others = new Map(
    Object.entries(IN_PLACE).map(([from, to]) => [join(repository, from), join(repository, to)] as const),
  );
  return {
    name: 'unrolled-in-place',
    enforce: 'pre',
    async resolveId(source, importer) {
      const found = await this.resolve(source, importer, { skipSelf: true });
      return (found && others.get(found.id)) ?? found;
    },
  };
}

/** Nothing but what is in the page runs, and nothing leaves it. */
function template({ script, styles }: Bundle): string {
  // a closing tag inside a script would end it
  const safe = script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  const hashes = [THEME_SCRIPT, safe].map(
    (source) => `'sha256-${createHash('sha256').update(source, 'utf8').digest('base64')}'`,
  );
  const policy = [
    "default-src 'none'",
    `script-src ${hashes.join(' ')}`,
    "style-src 'unsafe-inline'",
    'img-src data: blob:',
    'font-src data:',
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en" data-theme="light">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${REPLAY_TITLE_MARK}</title>
<script>${THEME_SCRIPT}</script>
<style>#page{display:contents}${INCOMPLETE_STYLE}${themeCss()}${styles.replaceAll('</style', '<\\/style')}</style>
</head>
<body>
<div id="page">${INCOMPLETE}</div>
${REPLAY_DATA_MARK}<script>${safe}</script>
</body>
</html>
`;
}
