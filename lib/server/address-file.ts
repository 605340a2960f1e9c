import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ADDRESS_FILE, addressFrom, type DashboardAddress } from '../protocol/dashboard-address.ts';

/**
 * Leaves the address of the dashboard in the data folder, so that trainings that record there can link to it. Of several
 * servers the last one is linked to. Returns the function that takes it back. Where the folder can't be written there is
 * no link, and nothing else is missing.
 */
export function leaveAddress(dir: string, url: string): () => void {
  const file = join(dir, ADDRESS_FILE);
  const own: DashboardAddress = { url, host: hostname(), pid: process.pid };
  try {
    mkdirSync(dir, { recursive: true });
    writeFileSync(file, `${JSON.stringify(own)}\n`);
  } catch {
    return () => undefined;
  }
  return () => {
    try {
      const left = addressFrom(readFileSync(file, 'utf8'));
      if (left?.pid === own.pid && left.url === own.url) rmSync(file, { force: true });
    } catch {
      // another server's, or gone
    }
  };
}
