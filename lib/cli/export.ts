import { createWriteStream, existsSync, mkdirSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { LIMITS_FILE } from '../analysis/verdicts/own-limits.ts';
import { messageOf } from '../base/errors.ts';
import { VERSION } from '../base/version.ts';
import type { RunInfo } from '../protocol/run.ts';
import { readLimits } from '../server/limits.ts';
import { dashboardFolder } from '../server/package-root.ts';
import { replayHtml } from '../server/replay/replay-html.ts';
import { exportRunFile, fileExists } from '../store/run-file/export-run-file.ts';
import { fileNameOf } from '../store/run-file/file-name.ts';
import { openRunFile } from '../store/run-file/open-run-file.ts';
import type { WorkProgress } from '../store/run-file/work.ts';
import { SERIES_FORMATS } from '../store/series-text.ts';
import type { Command, ExportFormat } from './command.ts';
import type { Console } from './console.ts';
import { storeFile, withStore } from './data-folder.ts';
import { findRun, isFile } from './find-runs.ts';
import { ProgressLine } from './progress-line.ts';

type ExportCommand = Extract<Command, { name: 'export' }>;

/** A run to export, and the file that holds it. */
interface Chosen {
  readonly info: RunInfo;
  readonly file: string;
}

/**
 * `unrolled export`: writes the runs, each under its own name, and says on the standard output which files came of it, one
 * a line. Of several, one that fails does not keep the others. Gives the exit code.
 */
export async function runExport(command: ExportCommand, console: Console): Promise<number> {
  const ends: (() => void)[] = [];
  try {
    const chosen = await choose(command, ends);
    if (chosen.length === 0) {
      console.error(`export: no runs in ${command.dir}${command.project === null ? '' : ` of ${command.project}`}`);
      return 1;
    }
    const targetOf = targets(command, chosen.length);
    let failed = 0;
    for (const each of chosen) {
      try {
        await exportOne(each, targetOf(each.info), command, console);
      } catch (error) {
        failed++;
        console.error(`export: ${messageOf(error)}`);
      }
    }
    if (chosen.length > 1) console.note(`${chosen.length - failed} of ${chosen.length} runs exported`);
    return failed > 0 ? 1 : 0;
  } finally {
    for (const end of ends) end();
  }
}

async function choose({ dir, runs, project, all }: ExportCommand, ends: (() => void)[]): Promise<readonly Chosen[]> {
  const files = runs.filter(isFile);
  const own = runs.length > files.length || all || project !== null ? await infosOf(storeFile(dir)) : [];
  if (all || project !== null) {
    return own
      .filter((info) => !info.deletedMs && (project === null || info.project === project))
      .map((info) => ({ info, file: storeFile(dir) }));
  }
  const chosen: Chosen[] = [];
  for (const said of new Set(runs)) {
    if (files.includes(said)) {
      const opened = await openRunFile(said);
      ends.push(opened.close);
      chosen.push({ info: (await infosOf(opened.path))[0]!, file: opened.path });
    } else chosen.push({ info: findRun(said, own, dir), file: storeFile(dir) });
  }
  return [...new Map(chosen.map((each) => [`${each.file}\0${each.info.id}`, each])).values()];
}

function infosOf(file: string): Promise<readonly RunInfo[]> {
  return withStore(file, async (store) => (await store.listRuns()).map(({ info }) => info));
}

const EXTENSION: { readonly [format in ExportFormat]: string } = {
  file: 'unrolled',
  html: 'html',
  csv: 'csv',
  json: 'json',
};

/** Where each run goes; no two of one command to the same place. Makes the folder of several. */
function targets({ to, format, force }: ExportCommand, count: number): (info: RunInfo) => string {
  const isFolder =
    to !== null && (count > 1 || /[/\\]$/.test(to) || statSync(to, { throwIfNoEntry: false })?.isDirectory());
  if (isFolder && to !== null) mkdirSync(to, { recursive: true });
  const taken = new Set<string>();
  return (info) => {
    if (to !== null && !isFolder) return to;
    const name = fileNameOf(info, EXTENSION[format]);
    let file = join(to ?? '.', name);
    for (let i = 2; taken.has(file.toLowerCase()); i++) {
      file = join(to ?? '.', name.replace(/\.([^.]+)$/, `-${i}.$1`));
    }
    taken.add(file.toLowerCase());
    if (!force && existsSync(file)) throw fileExists(file);
    return file;
  };
}

async function exportOne(
  { info, file }: Chosen,
  target: string,
  { dir, format, full, force }: ExportCommand,
  console: Console,
): Promise<void> {
  const line = new ProgressLine(console.terminal, `exporting ${info.name}`);
  try {
    if (info.status === 'live') console.note(`${info.name}: not finished — exported as it is now`);
    if (format === 'file') await exportRunFile(file, info.id, target, { force, onProgress: line.tell });
    else if (format === 'html') await exportHtml(file, info.id, target, { dir, full, force, onProgress: line.tell });
    else await exportSeries(file, info.id, format, target, force);
    line.end();
    if (target !== '-') console.log(target);
  } finally {
    line.end();
  }
}

async function exportSeries(file: string, id: string, format: 'csv' | 'json', target: string, force: boolean) {
  await withStore(file, async (store) => {
    const text = Readable.from(SERIES_FORMATS[format].write(store, id));
    if (target === '-') return pipeline(text, process.stdout, { end: false });
    return writeText(target, text, force);
  });
}

interface HtmlOptions {
  readonly dir: string;
  readonly full: boolean;
  readonly force: boolean;
  readonly onProgress: (progress: WorkProgress) => void;
}

async function exportHtml(file: string, id: string, target: string, { dir, full, force, onProgress }: HtmlOptions) {
  await withStore(file, async (store) => {
    const { own: limits } = await readLimits(join(dir, LIMITS_FILE));
    const pieces = await replayHtml(dashboardFolder(), store, id, {
      ...{ full, limits, version: VERSION, exportedMs: Date.now() },
      onProgress: (done) => onProgress({ phase: 'copy', done }),
    });
    await writeText(target, Readable.from(pieces), force);
  });
}

/** Whole under its name, or not at all. */
async function writeText(target: string, text: Readable, force: boolean): Promise<void> {
  if (!force && existsSync(target)) throw fileExists(target);
  const part = `${target}.part`;
  try {
    await pipeline(text, createWriteStream(part));
    await rename(part, target);
  } finally {
    await rm(part, { force: true });
  }
}
