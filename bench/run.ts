// npm run bench -- NAME [--json] [--fresh] [--quick]: runs bench/NAME.ts; exits 1 when a figure falls short, 2 when it could not be measured.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Bench, table } from './figures.ts';
import { machine } from './machine.ts';

const NAMES =
  'store overhead live layouts projection scrub states replay runs compare big-model diagnosis examples'.split(' ');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    // for benches that keep what is dear in a cache
    fresh: { type: 'boolean' },
    quick: { type: 'boolean' },
    calibration: { type: 'boolean' },
  },
});
const [name, ...more] = positionals;
const file = new URL(`./${name}.ts`, import.meta.url);
if (!name || more.length > 0 || !NAMES.includes(name) || !existsSync(fileURLToPath(file))) {
  console.error(`bench: ${positionals.join(' ') || 'no name'} — npm run bench -- ${NAMES.join('|')} [--json]`);
  process.exit(2);
}

try {
  const { bench } = (await import(file.href)) as { readonly bench: Bench };
  const figures = await bench(values);
  const short = figures.filter(({ ok }) => !ok);
  console.log(table(figures));
  if (short.length > 0) console.log(`\n${name}: ${short.map(({ id }) => id).join(', ')} fell short`);
  if (values.json) console.log(JSON.stringify({ bench: name, machine: machine(), figures }));
  process.exitCode = short.length > 0 ? 1 : 0;
} catch (error) {
  console.error(error);
  process.exitCode = 2;
}
