import { type ChildProcess, spawn } from 'node:child_process';

/** A child process whose output is kept, for a test that waits on what it says. */
export interface Watched {
  readonly child: ChildProcess;
  /** Everything printed so far, both streams. */
  output(): string;
  /** Resolves when the output matches; rejects with the output when the process ends first or the time is up. */
  says(pattern: RegExp, limitMs?: number): Promise<RegExpMatchArray>;
  /** Resolves with the exit code; null when a signal ended it. */
  ended(limitMs?: number): Promise<number | null>;
  /** Sends a signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Starts a TypeScript file of this repository under the running Node. */
export function startScript(
  file: string,
  args: readonly string[],
  env: { readonly [name: string]: string } = {},
): Watched {
  const child = spawn(process.execPath, ['--conditions=unrolled-source', file, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const listeners = new Set<() => void>();
  const heard = (chunk: Buffer) => {
    text += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout?.on('data', heard);
  child.stderr?.on('data', heard);
  let over = false;
  const end = new Promise<number | null>((resolve) => {
    child.on('close', (code) => {
      over = true;
      resolve(code);
      for (const listener of listeners) listener();
    });
  });

  const says = (pattern: RegExp, limitMs = 60_000) =>
    new Promise<RegExpMatchArray>((resolve, reject) => {
      const settle = (action: () => void) => {
        clearTimeout(timer);
        listeners.delete(look);
        action();
      };
      const look = () => {
        const match = text.match(pattern);
        if (match) settle(() => resolve(match));
        else if (over) settle(() => reject(new Error(`${file} ended before it said ${pattern}:\n${text}`)));
      };
      const timer = setTimeout(
        () => settle(() => reject(new Error(`${file} did not say ${pattern} in ${limitMs} ms:\n${text}`))),
        limitMs,
      );
      listeners.add(look);
      look();
    });

  const ended = async (limitMs = 120_000) => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${file} did not end in ${limitMs} ms:\n${text}`)), limitMs);
    });
    try {
      return await Promise.race([end, late]);
    } finally {
      clearTimeout(timer);
    }
  };

  const kill = async (signal: NodeJS.Signals) => {
    if (!over) child.kill(signal);
    await end;
  };
  return { child, output: () => text, says, ended, kill };
}
