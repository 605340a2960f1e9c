import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ADDRESS_FILE, addressFrom } from '../lib/protocol/dashboard-address.ts';

/** URL of the dashboard that a server of this machine shows this data folder on; null where none runs. Never throws. */
export function dashboardOf(dir: string): string | null {
  try {
    const address = addressFrom(readFileSync(join(dir, ADDRESS_FILE), 'utf8'));
    return address !== null && address.host === hostname() && isAlive(address.pid) ? address.url : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // it is there, and another user's
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
