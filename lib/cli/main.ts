#!/usr/bin/env node
import { messageOf, UnrolledError } from '../base/errors.ts';
import { VERSION } from '../base/version.ts';
import { readCommand } from './command.ts';
import type { Console } from './console.ts';
import { runExport } from './export.ts';
import { runImport } from './import.ts';
import { runList } from './list.ts';
import { type Showing, show } from './show.ts';
import { USAGE } from './usage.ts';

const own: Console = {
  log: (line) => console.log(line),
  error: (line) => console.error(line),
  note: (line) => console.error(line),
  terminal: process.stderr,
};

// what reads our output may go before we are done: `unrolled list | head`
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  process.exitCode = await main();
} catch (error) {
  own.error(`unrolled: ${messageOf(error)}`);
  process.exitCode = error instanceof UnrolledError && error.code === 'usage' ? 2 : 1;
}

async function main(): Promise<number> {
  const command = readCommand(process.argv.slice(2), process.env);
  switch (command.name) {
    case 'help':
      own.log(USAGE);
      return 0;
    case 'version':
      own.log(VERSION);
      return 0;
    case 'list':
      return runList(command, own);
    case 'export':
      return runExport(command, own);
    case 'import':
      return runImport(command, own);
    case 'show':
      endWith(await show(command, own));
      return 0;
  }
}

/** Ctrl-C closes what is shown; a second one, or a client that does not let go, ends it at once. */
function endWith(showing: Showing): void {
  const stop = () => {
    setTimeout(() => process.exit(0), 2_000).unref();
    void showing.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
