import { useCallback, useMemo, useRef, useState } from 'react';
import type { RunFile, RunFileFormat, RunFiles } from '../../../lib/client/run-files.ts';
import type { RunSummary } from '../../../lib/protocol/summary.ts';
import { save } from '../../_kit/export/save.ts';
import { whole } from '../../_kit/numbers.ts';
import { errorText } from '../../_kit/told/error-text.ts';
import { messages } from '../../messages.ts';
import { type Gathered, gatherRuns } from './gather-runs.ts';
import { isZip, runFilesIn } from './unzip.ts';
import { zipOf } from './zip.ts';

const words = messages.runs.transfer;

/** Something that went wrong, or needs a decision. */
export interface Problem {
  readonly text: string;
  /** A file that is another state of a run that is there: it can come beside that. */
  readonly beside: File | null;
}

/** Files on their way out or in, and in the end what came of it. */
export interface Transfer {
  readonly text: string;
  /** What was not done. */
  readonly problems: readonly Problem[];
  /** Null: it is over. */
  readonly cancel: (() => void) | null;
}

export interface Transfers {
  readonly transfer: Transfer | null;
  readonly exportRuns: (runs: readonly RunSummary[], format: RunFileFormat) => void;
  readonly importFiles: (files: readonly File[], beside: boolean) => void;
  readonly dismiss: () => void;
}

/** Export of runs as one download, and import of run files: one at a time; how far it is, and what was left out. */
export function useTransfers(files: RunFiles): Transfers {
  const [transfer, setTransfer] = useState<Transfer | null>(null);
  const running = useRef<AbortController | null>(null);
  const carry = useCallback((work: (say: (text: string) => void, signal: AbortSignal) => Promise<Transfer>) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const tell = (next: Transfer) => running.current === controller && setTransfer(next);
    const cancel = () => controller.abort();
    work((text) => tell({ text, problems: [], cancel }), controller.signal).then(tell, (error: unknown) => {
      if (controller.signal.aborted) tell({ text: words.cancelled, problems: [], cancel: null });
      else tell({ text: words.failed, problems: [{ text: errorText(error), beside: null }], cancel: null });
    });
  }, []);
  const exportRuns = useCallback(
    (runs: readonly RunSummary[], format: RunFileFormat) =>
      carry(async (say, signal) => {
        const gathered = await gatherRuns(files, runs, format, signal, ({ done, of, bytes, name }) =>
          say(words.exporting(whole(done + 1), whole(of), name, megabytes(bytes))),
        );
        const live = runs.filter(({ info }) => info.status === 'live').length;
        return keep(gathered, runs.length, live);
      }),
    [carry, files],
  );
  const importFiles = useCallback(
    (chosen: readonly File[], beside: boolean) =>
      carry(async (say, signal) => {
        const [said, problems]: [string[], Problem[]] = [[], []];
        const incoming: File[] = [];
        for (const file of chosen) {
          try {
            incoming.push(...((await isZip(file)) ? await runFilesIn(file) : [file]));
          } catch (error) {
            problems.push({ text: errorText(error), beside: null });
          }
        }
        for (const [index, file] of incoming.entries()) {
          say(words.importing(whole(index + 1), whole(incoming.length), file.name, megabytes(file.size)));
          try {
            const { id, project, name, outcome } = await files.bringIn(file, file.name, beside, signal);
            said.push(words.imported[outcome](file.name, `${project}/${name}`, id));
          } catch (error) {
            signal.throwIfAborted();
            problems.push(problemOf(error, file));
          }
        }
        return { text: said.join(' '), problems, cancel: null };
      }),
    [carry, files],
  );
  const dismiss = useCallback(() => {
    running.current = null;
    setTransfer(null);
  }, []);
  return useMemo(() => ({ transfer, exportRuns, importFiles, dismiss }), [transfer, exportRuns, importFiles, dismiss]);
}

function problemOf(error: unknown, file: File): Problem {
  const isOther = (error as { readonly code?: unknown }).code === 'run-differs';
  return isOther ? { text: words.differs(file.name), beside: file } : { text: errorText(error), beside: null };
}

/** One file as it is, several in an archive, in which it is written what is missing. */
async function keep({ files, leftOut }: Gathered, asked: number, live: number): Promise<Transfer> {
  const problems = leftOut.map(({ name, error }) => ({ text: words.leftOut(name, errorText(error)), beside: null }));
  const [first] = files;
  if (!first) return { text: words.nothing, problems, cancel: null };
  if (files.length === 1 && asked === 1) save(first.data, first.name);
  else {
    const note = `${problems.map(({ text }) => text).join('\n')}\n`;
    const missing: readonly RunFile[] = problems.length === 0 ? [] : [{ name: words.missing, data: new Blob([note]) }];
    save(
      await zipOf([...files, ...missing], new Date()),
      `unrolled-${whole(files.length).replace(/\D/g, '')}-runs.zip`,
    );
  }
  const bytes = files.reduce((sum, { data }) => sum + data.size, 0);
  return {
    text: words.exported(whole(files.length), whole(asked), megabytes(bytes), live > 0 ? whole(live) : null),
    ...{ problems, cancel: null },
  };
}

function megabytes(bytes: number): string {
  const size = bytes / 1e6;
  return `${size.toFixed(size < 10 ? 1 : 0)} MB`;
}
