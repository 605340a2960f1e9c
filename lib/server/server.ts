import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import Fastify from 'fastify';
import { Server } from 'socket.io';
import { messageOf, UnrolledError } from '../base/errors.ts';
import { API_BASE } from '../protocol/api-answers.ts';
import { apiV1 } from './api-v1.ts';
import { serveDashboard } from './dashboard.ts';
import { answerErrors, answerFrameworkError } from './http-errors.ts';
import { Hub } from './hub.ts';
import type { HubServer } from './hub-socket.ts';
import { checkDoors, type Doors, doorsOf } from './local-only.ts';

export interface ServerOptions {
  /** Data folder; it need not exist yet. */
  readonly dir: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** `localhost` (127.0.0.1 and, where there is one, ::1) unless told. */
  readonly host?: 'localhost' | '127.0.0.1' | '::1';
  /** Folder of the exported dashboard; `out` beside package.json unless told. */
  readonly dashboard?: string;
  /** A development server that shows our pages: `http://localhost:3000`. */
  readonly extraOrigins?: readonly string[];
  /** Told of failures nobody else is told of; the console unless given. */
  readonly onError?: (error: unknown) => void;
}

/** A running server. */
export interface RunningServer {
  /** `http://localhost:6116` */
  readonly url: string;
  readonly port: number;
  /** Whether there is a dashboard to serve. */
  readonly hasDashboard: boolean;
  /** Lets go of the port, the pages and the store. */
  close(): Promise<void>;
}

/** Starts serving. Rejects with UnrolledError `port-taken` or `port-refused`. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const onError = options.onError ?? sayOnce((line) => console.error(line));
  const root = packageRoot();
  const dashboard = options.dashboard ?? join(root, 'out');
  const instance = randomUUID();
  const hub = new Hub({ dir: resolve(options.dir), version: versionOf(root), instance, onError });
  // the port is known only when we listen; until then nothing is let in
  let doors: Doors = { hosts: new Set(), origins: new Set() };

  const app = Fastify({
    genReqId: () => randomUUID(),
    bodyLimit: 1_000_000,
    frameworkErrors: answerFrameworkError,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 400 },
  });
  const io: HubServer = new Server(app.server, {
    serveClient: false,
    transports: ['websocket'],
    maxHttpBufferSize: 1_000_000,
    allowRequest: (request, decide) => {
      try {
        checkDoors(request.headers, doors);
        decide(null, true);
      } catch (error) {
        decide(messageOf(error), false);
      }
    },
  });
  io.on('connection', (socket) => hub.join(socket));

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    checkDoors(request.headers, doors);
  });
  answerErrors(app, onError);
  await app.register(async (api) => apiV1(api, hub), { prefix: API_BASE });
  await serveDashboard(app, dashboard, () => doors.hosts);

  try {
    await hub.start();
    await app.listen({ port: options.port, host: options.host ?? 'localhost' });
  } catch (error) {
    await hub.close();
    await io.close();
    await app.close();
    throw listenFailure(error, options.port);
  }
  const { port } = app.server.address() as AddressInfo;
  doors = doorsOf(port, options.extraOrigins);

  return {
    url: `http://localhost:${port}`,
    port,
    hasDashboard: existsSync(join(dashboard, 'index.html')),
    async close() {
      // ends the sockets; a page takes it as "reconnecting"
      await io.close();
      await app.close();
      await hub.close();
    },
  };
}

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** The same trouble again and again is said once a minute. */
function sayOnce(say: (line: string) => void): (error: unknown) => void {
  const saidMs = new Map<string, number>();
  return (error) => {
    const line = messageOf(error);
    if (Date.now() - (saidMs.get(line) ?? 0) < 60_000) return;
    if (saidMs.size > 100) saidMs.clear();
    saidMs.set(line, Date.now());
    say(line);
  };
}

function listenFailure(error: unknown, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EADDRINUSE')
    return new UnrolledError(
      'port-taken',
      `port: ${port} is taken — stop the other process or start with PORT=${port + 1} npm start`,
      { cause: error },
    );
  if (code === 'EACCES')
    return new UnrolledError(
      'port-refused',
      `port: ${port} is not allowed for this user — choose one above 1023: PORT=6116 npm start`,
      { cause: error },
    );
  return error;
}

/** The folder of our package.json: sources lie two folders below it, the build three. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new UnrolledError('broken-install', `package.json: not found above ${folder} — install unrolled again`);
    folder = parent;
  }
  return folder;
}

function versionOf(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
  return version;
}
