import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Figure, median, must, told } from './figures.ts';
import { peerPython } from './peers/environment.ts';

/** Runs × series × steps: a million points each. */
const WORKLOADS = {
  wide: { runs: 50, series: 20, steps: 1_000 },
  long: { runs: 1, series: 5, steps: 200_000 },
  interleaved: { runs: 1, series: 1_000, steps: 1_000 },
} as const;
type Load = keyof typeof WORKLOADS;

interface Contender {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

interface Sample {
  readonly pointsPerSecond: number;
  readonly bytesPerPoint: number;
}

/**
 * How fast a million points go from the first public `log` to the last file closed, and what they weigh on disk, beside
 * trackio and TensorBoard's event writer on the same workload. Each contender is a process of its own; the order is
 * A B C, C B A, so that a slow moment of the machine meets all of them.
 */
export async function bench(): Promise<readonly Figure[]> {
  const contenders = [ours(), ...peers(await peerPython())];
  const figures: Figure[] = [];
  for (const load of Object.keys(WORKLOADS) as Load[]) {
    const samples = new Map<string, Sample[]>(contenders.map(({ name }) => [name, []]));
    for (const contender of [...contenders, ...contenders.toReversed()]) {
      const sample = await measure(contender, load);
      console.log(
        `${load} ${contender.name}: ${Math.round(sample.pointsPerSecond)} points/s, ${sample.bytesPerPoint.toFixed(1)} bytes/point`,
      );
      samples.get(contender.name)!.push(sample);
    }
    figures.push(...figuresOf(load, samples));
  }
  return figures;
}

function figuresOf(load: Load, samples: ReadonlyMap<string, readonly Sample[]>): Figure[] {
  const rate = (name: string) => median(samples.get(name)!.map(({ pointsPerSecond }) => pointsPerSecond));
  const bytes = (name: string) => median(samples.get(name)!.map(({ bytesPerPoint }) => bytesPerPoint));
  const names = [...samples.keys()];
  const fastestPeer = Math.max(...names.slice(1).map(rate));
  const ratio = rate(names[0]!) / fastestPeer;
  return [
    load === 'interleaved'
      ? told('interleaved_ratio', ratio, '× the faster peer')
      : must(`${load}_ratio`, ratio, '× the faster peer', '>= 1.5'),
    load === 'interleaved'
      ? told('interleaved_bytes', bytes(names[0]!), 'bytes/point')
      : must(`${load}_bytes`, bytes(names[0]!), 'bytes/point', load === 'wide' ? '<= 24' : '<= 26'),
    ...names.map((name) => told(`${load}_${name}_rate`, rate(name), 'points/s')),
    ...names.slice(1).map((name) => told(`${load}_${name}_bytes`, bytes(name), 'bytes/point')),
  ];
}

async function measure({ name, program, args }: Contender, load: Load): Promise<Sample> {
  const { runs, series, steps } = WORKLOADS[load];
  const points = runs * series * steps;
  const folder = mkdtempSync(join(tmpdir(), `unrolled-bench-${name}-`));
  try {
    const child = spawn(program, [...args, folder, String(runs), String(series), String(steps)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [output, trouble, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    if (code !== 0) throw new Error(`${name} on ${load}: ended with ${code}: ${trouble.trim().split('\n').at(-1)}`);
    const { seconds } = JSON.parse(output.trim().split('\n').at(-1)!) as { readonly seconds: number };
    return { pointsPerSecond: points / seconds, bytesPerPoint: bytesIn(folder) / points };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ours(): Contender {
  return {
    name: 'unrolled',
    program: process.execPath,
    args: [...process.execArgv, fileURLToPath(new URL('./peers/unrolled-log.ts', import.meta.url))],
  };
}

function peers(python: string): Contender[] {
  return ['trackio', 'tensorboard'].map((name) => ({
    name,
    program: python,
    args: [fileURLToPath(new URL(`./peers/${name}-log.py`, import.meta.url))],
  }));
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let all = '';
  for await (const chunk of stream) all += String(chunk);
  return all;
}
