import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

/** Where the binaries of tfjs' WASM backend are. */
const WASM = new URL('.', import.meta.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'));

/** A little web server, another origin than Unrolled's, with a page that trains. */
export interface TrainingPage {
  readonly url: string;
  /** Bytes of the page's script, tfjs included. */
  readonly bytes: number;
  close(): Promise<void>;
}

/** Bundles page/training-page.ts as a user's build would and serves it. */
export async function serveTrainingPage(): Promise<TrainingPage> {
  const script = await bundle();
  const page =
    '<!doctype html><html><head><title>starting</title></head><body><script type="module" src="/page.js"></script></body></html>';
  const server = createServer((request, response) => {
    const wasm = /^\/wasm\/([\w-]+\.wasm)$/.exec(request.url ?? '')?.[1];
    if (wasm !== undefined) {
      response.setHeader('content-type', 'application/wasm').end(readFileSync(new URL(wasm, WASM)));
      return;
    }
    const isScript = request.url?.startsWith('/page.js');
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(isScript ? script : page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    bytes: script.length,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function bundle(): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('../..', import.meta.url)),
    // the first one picks our sources instead of the build
    resolve: { conditions: ['unrolled-source', 'browser', 'module', 'import', 'default'] },
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: { entry: fileURLToPath(new URL('./page/training-page.ts', import.meta.url)), formats: ['es'] },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [{ output: files }] = output as Rolldown.RolldownOutput[] as [Rolldown.RolldownOutput];
  const entry = files.find((file) => file.type === 'chunk');
  if (!entry) throw new Error('the page was not bundled');
  return entry.code;
}
