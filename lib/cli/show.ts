import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UnrolledError } from '../base/errors.ts';
import { type RunningServer, type ServerOptions, startServer } from '../server/server.ts';
import { fileKind } from '../store/run-file/file-header.ts';
import { openRunFile } from '../store/run-file/open-run-file.ts';
import type { Command } from './command.ts';
import type { Console } from './console.ts';
import { ProgressLine } from './progress-line.ts';

const PORT = 6116;

/** A dashboard that runs. */
export interface Showing {
  readonly server: RunningServer;
  close(): Promise<void>;
}

/** `unrolled [FILE|DIR]`: serves the dashboard of a data folder, or of one run in a file, which is only read. */
export async function show(
  { path, dir, port }: Extract<Command, { name: 'show' }>,
  console: Console,
): Promise<Showing> {
  const opened = path === null || isFolder(path) ? null : await openFile(path, console);
  const folder = path === null ? dir : opened ? dirname(resolve(path)) : path;
  try {
    const token = process.env.UNROLLED_TOKEN || null;
    const host = process.env.UNROLLED_HOST || 'localhost';
    const server = await serve({ dir: folder, host, token, ...(opened ? { file: opened.path } : {}) }, port);
    if (!server.hasDashboard) console.note('the dashboard is not built yet: run npm run build, then reload the page');
    console.log(`Unrolled shows ${path ?? dir}${opened ? ', to be read only' : ''}: ${server.url}`);
    const close = async () => {
      await server.close();
      opened?.close();
    };
    return { server, close };
  } catch (error) {
    opened?.close();
    throw error;
  }
}

function isFolder(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new UnrolledError('absent', `${path}: not there — look at the path, or see unrolled help`);
  return stats.isDirectory();
}

async function openFile(path: string, console: Console) {
  if (fileKind(path).kind === 'store') {
    throw new UnrolledError(
      'foreign-file',
      `${path}: holds all runs of a folder — open that: unrolled ${dirname(path)}`,
    );
  }
  const line = new ProgressLine(console.terminal, `checking ${path}`);
  try {
    return await openRunFile(path, line.tell);
  } finally {
    line.end();
  }
}

/** On the port that was asked for; else on the usual one, or a free one where that is taken. */
async function serve(options: Omit<ServerOptions, 'port'>, port: number | null): Promise<RunningServer> {
  try {
    return await startServer({ ...options, port: port ?? PORT });
  } catch (error) {
    if (port !== null || !(error instanceof UnrolledError) || error.code !== 'port-taken') throw error;
    return startServer({ ...options, port: 0 });
  }
}
