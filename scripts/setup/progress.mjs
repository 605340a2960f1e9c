import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const PLAIN_INTERVAL_MS = 5000;
const TERMINAL_INTERVAL_MS = 200;

/**
 * Shows one long step: on a terminal as one line that is rewritten, elsewhere as a line every five seconds.
 * `measure` says how far it is (such as `120 MB`); the elapsed time is added.
 * @param {string} title
 * @param {() => string} measure
 */
export function startProgress(title, measure = () => '') {
  const began = Date.now();
  const terminal = process.stdout.isTTY;
  const line = () =>
    `  ${[title, measure(), `${Math.round((Date.now() - began) / 1000)} s`].filter(Boolean).join(' · ')}`;
  const show = () => process.stdout.write(terminal ? `\r\u001b[K${line()}` : `${line()}\n`);
  show();
  const timer = setInterval(show, terminal ? TERMINAL_INTERVAL_MS : PLAIN_INTERVAL_MS);
  const stop = (outcome) => {
    clearInterval(timer);
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    process.stdout.write(`${terminal ? '\r\u001b[K' : ''}  ${title}: ${outcome} (${seconds} s)\n`);
  };
  return { done: (outcome = 'done') => stop(outcome), fail: (reason) => stop(`failed, ${reason}`) };
}

/**
 * Bytes of all files below `folder`; 0 when it is not there. Files that vanish while it looks are left out.
 * @param {string} folder
 */
export function folderBytes(folder) {
  let bytes = 0;
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    bytes += entry.isDirectory() ? folderBytes(path) : fileBytes(path);
  }
  return bytes;
}

/**
 * @param {number} bytes
 * @returns {string} such as `207 MB`
 */
export function megabytes(bytes) {
  return `${Math.round(bytes / 1e6)} MB`;
}

function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function fileBytes(path) {
  try {
    return lstatSync(path).size;
  } catch {
    return 0;
  }
}
