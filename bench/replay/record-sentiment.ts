// node bench/replay/record-sentiment.ts FILE: trains the sentiment example and leaves its run as a file.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examples } from '../../examples/all.ts';
import { loadBackend } from '../../examples/backend.ts';
import { STORE_FILE } from '../../lib/store/open-store.ts';
import { exportRunFile } from '../../lib/store/run-file/export-run-file.ts';

const [file] = process.argv.slice(2) as [string];
const dir = mkdtempSync(join(tmpdir(), 'unrolled-sentiment-'));
try {
  process.env.UNROLLED_DIR = dir;
  const backend = await loadBackend();
  const say = (line: string) => console.error(line);
  const { run } = await examples.sentiment.train({ backend, variant: 'healthy', seed: 1, say });
  await exportRunFile(join(dir, STORE_FILE), run, file, { force: true });
} finally {
  rmSync(dir, { recursive: true, force: true });
}
process.exit(0);
