import type { IncomingHttpHeaders } from 'node:http';
import { UnrolledError } from '../base/errors.ts';

/** Names by which a browser on this machine reaches us. */
const LOCAL_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** Who may talk to the server. */
export interface Doors {
  /** Accepted `Host` headers. */
  readonly hosts: ReadonlySet<string>;
  /** Accepted `Origin` headers; a request without one is no page's, or a page's own navigation. */
  readonly origins: ReadonlySet<string>;
}

/** The doors of a server on this port. `extraOrigins`: a development server that shows our pages. */
export function doorsOf(port: number, extraOrigins: readonly string[] = []): Doors {
  const hosts = LOCAL_NAMES.map((name) => (port === 80 ? name : `${name}:${port}`));
  return { hosts: new Set(hosts), origins: new Set([...hosts.map((host) => `http://${host}`), ...extraOrigins]) };
}

/**
 * Refuses what does not come from this machine's own pages. A foreign page can make a browser send requests here, and
 * by rebinding its name to 127.0.0.1 even read the answers: it can forge neither `Host` nor `Origin`.
 * Throws UnrolledError `foreign-host` or `foreign-origin`.
 */
export function checkDoors(headers: IncomingHttpHeaders, doors: Doors): void {
  const host = headers.host ?? '';
  if (!doors.hosts.has(host.toLowerCase()))
    throw new UnrolledError('foreign-host', `host: ${shown(host)} — open the dashboard as ${[...doors.hosts][0]}`);
  const origin = headers.origin;
  if (origin !== undefined && !doors.origins.has(origin.toLowerCase()))
    throw new UnrolledError('foreign-origin', `origin: ${shown(origin)} — only the dashboard's own pages may ask`);
}

function shown(value: string): string {
  return JSON.stringify(value.slice(0, 100));
}
