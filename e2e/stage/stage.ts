import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/setup/browser.mjs';
import { startScript, type Watched } from './process.ts';

/** What a small training is asked for; defaults make about ten seconds of visible training. */
export interface TrainingRequest {
  readonly name: string;
  readonly project?: string;
  readonly epochs?: number;
  readonly stepsPerEpoch?: number;
  readonly time?: number;
  readonly units?: number;
  readonly yieldEvery?: 'never' | 'auto';
  readonly model?: 'lstm' | 'dense';
  readonly memory?: number;
  readonly lr?: number;
  readonly seed?: number;
  readonly diesAtStep?: number;
}

/** One data folder, its server, its trainings and a browser to look at them. */
export interface Stage {
  readonly dir: string;
  readonly url: string;
  /** A page of the dashboard, or of another origin by its whole URL; `before` runs in it before its own scripts. */
  page(path?: string, before?: () => void): Promise<Page>;
  /** The same on a screen of 1024 × 768 that is worked by fingers. */
  touchPage(path?: string): Promise<Page>;
  train(request: TrainingRequest): Watched;
  /** Trainings on odd inputs, by their names: see odd-trainings.ts. */
  trainOdd(...names: readonly string[]): Watched;
  startServer(): Promise<void>;
  killServer(): Promise<void>;
  close(): Promise<void>;
}

/** Opens a stage on a free port with an empty data folder and a running server, which is given `env` beside our own. */
export async function openStage(env: { readonly [name: string]: string } = {}): Promise<Stage> {
  const dir = mkdtempSync(join(tmpdir(), 'unrolled-e2e-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const started: Watched[] = [];
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];
  let server: Watched | null = null;
  let browser: Browser | null = null;

  const startServer = async () => {
    server = startScript('lib/server/main.ts', ['--dir', dir, '--port', String(port)], env);
    await server.says(/listening on/);
  };
  const killServer = async () => {
    await server?.kill('SIGKILL');
    server = null;
  };
  await startServer();

  const open = async (path: string, options: BrowserContextOptions, before?: () => void) => {
    browser ??= await launch();
    const context = await browser.newContext(options);
    contexts.push(context);
    const page = await context.newPage();
    hearComplaints(page, complaints);
    if (before) await page.addInitScript(before);
    await page.goto(new URL(path, url).href);
    return page;
  };

  return {
    dir,
    url,
    startServer,
    killServer,
    page: (path = '/', before) => open(path, { viewport: { width: 1440, height: 900 } }, before),
    touchPage: (path = '/') => open(path, { viewport: { width: 1024, height: 768 }, hasTouch: true, isMobile: true }),
    train(request) {
      const options = { epochs: 8, stepsPerEpoch: 20, time: 16, units: 8, ...request };
      const training = startScript('e2e/stage/training.ts', [JSON.stringify(options)], { UNROLLED_DIR: dir });
      started.push(training);
      return training;
    },
    trainOdd(...names) {
      const training = startScript('e2e/stage/odd-trainings.ts', names, { UNROLLED_DIR: dir });
      started.push(training);
      return training;
    },
    async close() {
      for (const context of contexts) await context.close();
      await browser?.close();
      for (const child of started) await child.kill('SIGKILL');
      await killServer();
      rmSync(dir, { recursive: true, force: true });
      if (complaints.length > 0) throw new Error(`The page complained: ${complaints.join(' | ')}`);
    },
  };
}

async function launch(): Promise<Browser> {
  const { executablePath, args, env } = await findBrowser();
  return chromium.launch({ executablePath, args, env });
}

/** Collects script errors and refusals by the content security policy; `close` fails when there were any. */
function hearComplaints(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Minified React error/.test(message.text()))
      complaints.push(message.text());
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
