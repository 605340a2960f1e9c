import { spawn } from 'node:child_process';
import { repository, sourceFlags } from '../setup/repository.mjs';

/** Serves a data folder on a free port until it is closed. */
export async function serve(dir: string): Promise<{ readonly url: string; close(): void }> {
  const child = spawn(process.execPath, [...sourceFlags, 'lib/server/main.ts', '--dir', dir, '--port', '0'], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const found = /listening on (\S+)/.exec(text);
      if (found) resolve(found[1]!);
    });
    child.once('close', () => reject(new Error(`the server ended before it listened: ${text}`)));
  });
  return { url, close: () => child.kill('SIGTERM') };
}
