import {
  chmodSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { cached } from './cache.mjs';
import { answers, lastLine, run } from './command.mjs';
import { startProgress } from './progress.mjs';
import { repository } from './repository.mjs';

const INSTALLED = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
// The package's own points at the folders of a cloud function. System fonts first, its Open Sans where there are none.
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;
const QUIET = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'];

/**
 * A Chromium that playwright-core can launch: an installed one, else Playwright's own, else the one inside the npm
 * package @sparticuz/chromium, unpacked into the cache.
 * @returns {Promise<{ executablePath: string, args: string[], env: Record<string, string>, source: string }>}
 */
export async function findBrowser() {
  const found = findInstalled() ?? (await findPlaywrights());
  if (found) return { ...found, args: QUIET, env: processEnv() };
  return unpackBrowser();
}

function findInstalled() {
  for (const name of INSTALLED) {
    const executablePath = (process.env.PATH ?? '')
      .split(delimiter)
      .map((each) => join(each, name))
      .find((each) => existsSync(each));
    // Some systems put a stub there that only says how to install it.
    if (executablePath && answers(executablePath, ['--version'])) return { executablePath, source: 'installed' };
  }
  return undefined;
}

async function findPlaywrights() {
  const { chromium } = await import('playwright-core');
  const executablePath = chromium.executablePath();
  return executablePath && existsSync(executablePath) ? { executablePath, source: "Playwright's own" } : undefined;
}

async function unpackBrowser() {
  const home = join(repository, 'node_modules', '@sparticuz', 'chromium');
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const folder = await cached(`chromium-${version}`, (scratch) => unpack(join(home, 'bin'), scratch));
  const executablePath = join(folder, 'chromium');
  const fonts = { FONTCONFIG_FILE: join(folder, 'fonts.conf') };
  // Its own copies of the system libraries only where the system lacks them: they are built for another Linux.
  const libraries = [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  for (const extra of [fonts, { ...fonts, LD_LIBRARY_PATH: libraries }]) {
    const env = { ...processEnv(), ...extra };
    const { ok } = await run(executablePath, ['--version'], { env });
    if (ok)
      return {
        executablePath,
        // Drawn by the processor, as a browser without a graphics card draws. An emulated card (SwiftShader) rasters the
        // canvases many times slower, and a page waits for it seconds at a time.
        args: [...QUIET, '--disable-gpu'],
        env,
        source: `@sparticuz/chromium ${version}`,
      };
  }
  throw new Error(
    'browser: the Chromium of @sparticuz/chromium does not start here — install chromium or google-chrome',
  );
}

async function unpack(packed, scratch) {
  const progress = startProgress('unpacking the browser for tests');
  for (const name of ['fonts', 'swiftshader', 'al2023']) {
    const archive = join(scratch, `${name}.tar`);
    const target = name === 'swiftshader' ? scratch : join(scratch, name);
    mkdirSync(target, { recursive: true });
    await inflate(join(packed, `${name}.tar.br`), archive);
    const { ok, output } = await run('tar', ['-xf', archive, '-C', target]);
    if (!ok) throw new Error(`browser: ${name} cannot be unpacked — ${lastLine(output)}`);
    rmSync(archive);
  }
  writeFileSync(join(scratch, 'fonts.conf'), FONTS);
  await inflate(join(packed, 'chromium.br'), join(scratch, 'chromium'));
  chmodSync(join(scratch, 'chromium'), 0o755);
  progress.done();
}

function inflate(from, to) {
  return pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));
}

function processEnv() {
  return Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined));
}
