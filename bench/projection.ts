import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Rows, rowsOf } from '../lib/analysis/linalg/rows.ts';
import { fullDivergences } from '../lib/analysis/projection/kl.ts';
import { fitPca, transformPca } from '../lib/analysis/projection/pca.ts';
import { neighbourhoodQuality } from '../lib/analysis/projection/trustworthiness.ts';
import { type Figure, median, must, told } from './figures.ts';
import { PROJECTION_PEERS, peerPython } from './peers/environment.ts';
import { longestFrame } from './projection-page.ts';

const UNITS = 64;
const SIZES = { '2k': 2_000, '10k': 10_000 } as const;
type Size = keyof typeof SIZES;
const ROUNDS = 2;
/** Neighbourhoods of so many points are looked at, among all. */
const QUERIES = 2_000;

interface Layout {
  readonly seconds: number;
  readonly layout: Rows;
}

/**
 * t-SNE of states like a network's (perplexity 30, 250 + 500 iterations, neighbours and P included) beside openTSNE on two
 * jobs and scikit-learn, each in a process of its own, in turns; scikit-learn only once. KL of all layouts over the same
 * complete P. And the largest difference of our PCA from scikit-learn's full one; and whether the page stands still while
 * its worker does the same.
 */
export async function bench(): Promise<readonly Figure[]> {
  const python = await peerPython(PROJECTION_PEERS);
  const folder = mkdtempSync(join(tmpdir(), 'unrolled-bench-projection-'));
  try {
    const figures: Figure[] = [];
    const trustDeltas: number[] = [];
    const divergenceRatios: number[] = [];
    const pcaErrors: number[] = [];
    for (const size of Object.keys(SIZES) as Size[]) {
      const rows = SIZES[size];
      const states = join(folder, `states-${size}`);
      execute(python, [peer('projection-states.py'), String(rows), String(UNITS), states]);
      const points = rowsOf(new Float32Array(bytesOf(states)), rows, UNITS);
      const found = await layoutsOf(python, states, rows);
      const qualities = qualitiesOf(points, found);
      const trust = (method: Method) => median(qualities[method].map((quality) => quality.trust));
      const kl = (method: Method) => median(qualities[method].map((quality) => quality.kl));
      const seconds = (method: Method) => median(found[method].map((layout) => layout.seconds));
      trustDeltas.push(trust('ours') - trust('openTsne'));
      divergenceRatios.push(kl('ours') / kl('openTsne'));
      pcaErrors.push(pcaError(python, states, points));
      const limit = size === '2k' ? '<= 0.7' : '<= 0.5';
      figures.push(must(`tsne_${size}_ratio`, seconds('ours') / seconds('openTsne'), '× openTSNE', limit));
      for (const method of ['ours', 'openTsne', 'sklearn'] as const) {
        figures.push(
          told(`${method}_${size}_seconds`, seconds(method), 's'),
          told(`${method}_${size}_kl`, kl(method), 'nats'),
          told(`${method}_${size}_trust`, trust(method), 'of 12 neighbours'),
        );
      }
    }
    const { longestMs, frames } = await longestFrame();
    return [
      ...figures,
      must('trust_delta_min', Math.min(...trustDeltas), 'less than openTSNE', '>= -0.003'),
      must('kl_ratio_max', Math.max(...divergenceRatios), '× openTSNE', '<= 1.02'),
      must('pca_max_error', Math.max(...pcaErrors), 'of the largest score', '<= 0.000001'),
      must('longest_frame_ms', longestMs, 'ms in the page meanwhile', '<= 100'),
      told('frames_meanwhile', frames, ''),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Method = 'ours' | 'openTsne' | 'sklearn';

/** ABC, then CBA without the slow one, so that a slow moment of the machine meets both. */
async function layoutsOf(python: string, states: string, rows: number): Promise<Record<Method, Layout[]>> {
  const found: Record<Method, Layout[]> = { ours: [], openTsne: [], sklearn: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const order: Method[] = round === 0 ? ['ours', 'openTsne', 'sklearn'] : ['openTsne', 'ours'];
    for (const method of order) {
      const target = `${states}-${method}-${round}`;
      const args = [states, String(rows), String(UNITS), target, String(round)];
      const seconds =
        method === 'ours'
          ? await timed(process.execPath, [...process.execArgv, peer('unrolled-tsne.ts'), ...args])
          : await timed(python, [peer('projection-tsne.py'), method, ...args]);
      console.log(`${rows} points ${method}: ${seconds.toFixed(2)} s`);
      found[method].push({ seconds, layout: rowsOf(new Float64Array(bytesOf(target)), rows, 2) });
    }
  }
  return found;
}

interface Quality {
  readonly trust: number;
  readonly kl: number;
}

function qualitiesOf(points: Rows, found: Record<Method, Layout[]>): Record<Method, Quality[]> {
  const { ours, openTsne, sklearn } = found;
  const layouts = [...ours, ...openTsne, ...sklearn].map(({ layout }) => layout);
  const queries = Int32Array.from({ length: QUERIES }, (_, i) => Math.floor((i * points.rows) / QUERIES));
  const divergences = fullDivergences(points, layouts, 30);
  const qualities = layouts.map((layout, i) => ({
    trust: neighbourhoodQuality(points, layout, { k: 12, queries }).trustworthiness,
    kl: divergences[i]!,
  }));
  return {
    ours: qualities.slice(0, ours.length),
    openTsne: qualities.slice(ours.length, ours.length + openTsne.length),
    sklearn: qualities.slice(ours.length + openTsne.length),
  };
}

/** Of three components' scores, against those of scikit-learn with the same rule for signs. */
function pcaError(python: string, states: string, points: Rows): number {
  const target = `${states}-pca`;
  execute(python, [peer('projection-pca.py'), states, String(points.rows), String(UNITS), target]);
  const theirs = new Float64Array(bytesOf(target));
  const ours = transformPca(fitPca(points, 3), points).data;
  let [worst, largest] = [0, 0];
  for (let i = 0; i < ours.length; i++) {
    worst = Math.max(worst, Math.abs(ours[i]! - theirs[i]!));
    largest = Math.max(largest, Math.abs(theirs[i]!));
  }
  return worst / largest;
}

/** The seconds a contender tells on its last line. */
async function timed(program: string, args: readonly string[]): Promise<number> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} ${args[0]}: ended with ${code}`);
  return (JSON.parse(output.trim().split('\n').at(-1)!) as { readonly seconds: number }).seconds;
}

function execute(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args[0]}: ${stderr.trim().split('\n').at(-1)}`);
}

function bytesOf(path: string): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
}

function peer(file: string): string {
  return fileURLToPath(new URL(`./peers/${file}`, import.meta.url));
}
