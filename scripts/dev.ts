// npm run dev: the dashboard by `next dev`, reloading as its sources change; API and socket from our own server.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { repository, sourceFlags } from './setup/repository.mjs';
import { ensureWasm } from './setup/wasm.mjs';

const API_PORT = 6116;
const PAGE_PORT = 6117;

ensureWasm(repository);
const data = process.env.UNROLLED_DIR ?? join(repository, 'data');
// The pages come from another port, so their socket is of another origin.
const pageOrigin = ['--allow-origin', `http://localhost:${PAGE_PORT}`];
const server = start([...sourceFlags, 'lib/server/main.ts', '--dir', data, '--port', String(API_PORT), ...pageOrigin]);
const next = join('node_modules', 'next', 'dist', 'bin', 'next');
const pages = start([next, 'dev', '--hostname', 'localhost', '--port', String(PAGE_PORT)], {
  UNROLLED_DEV_SERVER: `http://localhost:${API_PORT}`,
});

// Ctrl-C reaches both by themselves; when either ends, the other has no use.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => endBoth());
server.once('close', endBoth);
pages.once('close', endBoth);

function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, args, { cwd: repository, stdio: 'inherit', env: { ...process.env, ...env } });
}

function endBoth(): void {
  for (const child of [server, pages]) child.kill('SIGTERM');
}
