import { parseArgs } from 'node:util';
import { messageOf, UnrolledError } from '../base/errors.ts';

/** What an export makes of a run. */
export type ExportFormat = 'file' | 'html' | 'csv' | 'json';

/** What was asked for on the command line. */
export type Command =
  | { readonly name: 'help' | 'version' }
  | { readonly name: 'show'; readonly path: string | null; readonly dir: string; readonly port: number | null }
  | { readonly name: 'list'; readonly dir: string; readonly json: boolean }
  | {
      readonly name: 'export';
      readonly dir: string;
      readonly runs: readonly string[];
      readonly project: string | null;
      readonly all: boolean;
      readonly format: ExportFormat;
      /** Of an HTML page: everything, whatever its size. */
      readonly full: boolean;
      readonly to: string | null;
      readonly force: boolean;
    }
  | {
      readonly name: 'import';
      readonly dir: string;
      readonly files: readonly string[];
      readonly as: string | null;
      readonly json: boolean;
    };

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const everywhere = { dir: text, help: { ...flag, short: 'h' } } as const;

/** Reads a command line (without node and the script). Throws UnrolledError `usage`. */
export function readCommand(args: readonly string[], env: { readonly [name: string]: string | undefined }): Command {
  const [first = '', ...rest] = args;
  const read = COMMANDS[first];
  try {
    return read ? read(rest, env) : readShow(args, env);
  } catch (cause) {
    if (cause instanceof UnrolledError) throw cause;
    // parseArgs says which option it does not know
    throw usage(messageOf(cause).replace(/\. To specify a positional.*$/s, ''));
  }
}

type Env = { readonly [name: string]: string | undefined };

const COMMANDS: { readonly [name: string]: (args: readonly string[], env: Env) => Command } = {
  help: () => ({ name: 'help' }),
  list: readList,
  export: readExport,
  import: readImport,
};

function readShow(args: readonly string[], env: Env): Command {
  const options = { ...everywhere, port: text, version: { ...flag, short: 'v' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
  if (values.help) return { name: 'help' };
  if (values.version) return { name: 'version' };
  if (positionals.length > 1) throw usage(`${positionals.join(' ')}: one FILE or DIR at a time`);
  const port = values.port ?? env.PORT;
  return { name: 'show', path: positionals[0] ?? null, dir: dirOf(values, env), port: port ? portOf(port) : null };
}

function readList(args: readonly string[], env: Env): Command {
  const { values } = parseArgs({ args: [...args], options: { ...everywhere, json: flag } });
  return values.help ? { name: 'help' } : { name: 'list', dir: dirOf(values, env), json: values.json ?? false };
}

function readExport(args: readonly string[], env: Env): Command {
  const { values, positionals: runs } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...everywhere,
      ...{
        output: { ...text, short: 'o' },
        html: flag,
        full: flag,
        csv: flag,
        json: flag,
        project: text,
        all: flag,
        force: flag,
      },
    },
  });
  if (values.help) return { name: 'help' };
  const { all = false, force = false, full = false, project = null } = values;
  const formats = (['html', 'csv', 'json'] as const).filter((each) => values[each]);
  if (formats.length > 1) throw usage(`--${formats.join(' --')}: one format at a time`);
  if (runs.length === 0 && !all && project === null) throw usage('export: which run? Give its id or name');
  if (runs.length > 0 && (all || project !== null))
    throw usage(`${runs.join(' ')}: name runs, or say --project or --all`);
  const to = values.output ?? null;
  const format = formats[0] ?? 'file';
  if (full && format !== 'html') throw usage('--full: belongs to --html, a run file holds everything');
  if (to === '-' && format !== 'csv' && format !== 'json') throw usage('-o -: only --csv and --json, give it a name');
  if (to === '-' && runs.length !== 1) throw usage('-o -: one run at a time');
  return { name: 'export', dir: dirOf(values, env), runs, project, all, format, full, to, force };
}

function readImport(args: readonly string[], env: Env): Command {
  const { values, positionals: files } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...everywhere, as: text, json: flag },
  });
  if (values.help) return { name: 'help' };
  if (files.length === 0) throw usage('import: which file?');
  if (values.as !== undefined && files.length > 1) throw usage('--as: one file at a time');
  return { name: 'import', dir: dirOf(values, env), files, as: values.as ?? null, json: values.json ?? false };
}

function dirOf({ dir }: { readonly dir?: string | undefined }, env: Env): string {
  return dir || env.UNROLLED_DIR || 'data';
}

function portOf(said: string): number {
  const port = Number(said);
  if (/^\d{1,5}$/.test(said) && port <= 65_535) return port;
  throw usage(`port: ${JSON.stringify(said)} is none, give a number up to 65535`);
}

function usage(what: string): UnrolledError {
  return new UnrolledError('usage', `${what} — unrolled help`);
}
