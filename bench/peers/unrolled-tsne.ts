// Our t-SNE, its seconds on the last line. usage: unrolled-tsne.ts STATES ROWS UNITS TARGET SEED
import { readFileSync, writeFileSync } from 'node:fs';
import { rowsOf } from '../../lib/analysis/linalg/rows.ts';
import { finish, tsne } from '../../lib/analysis/projection/tsne/tsne.ts';

const [source, rows, units, target, seed] = process.argv.slice(2);
const { buffer, byteOffset } = readFileSync(source!);
const numbers = new Float32Array(buffer.slice(byteOffset, byteOffset + 4 * Number(rows) * Number(units)));
const points = rowsOf(numbers, Number(rows), Number(units));
const started = performance.now();
const { layout } = finish(tsne(points, { perplexity: 30, exaggerated: 250, iterations: 500, seed: Number(seed) }));
const seconds = (performance.now() - started) / 1000;
writeFileSync(target!, new Uint8Array(layout.data.buffer));
console.log(JSON.stringify({ seconds }));
