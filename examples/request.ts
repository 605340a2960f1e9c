import { parseArgs } from 'node:util';
import { EXAMPLES, type ExampleName, type Variant } from './example.ts';

/** What `npm run example -- NAME [--sick | --remedied] [--seed N]` asks for. */
export interface Asked {
  readonly name: ExampleName;
  readonly variant: Variant;
  readonly seed: number;
}

const USAGE = `npm run example -- ${EXAMPLES.join('|')} [--sick | --remedied] [--seed N]`;

/** Reads the arguments; whatever does not fit is an error that says what does. */
export function readAsked(args: readonly string[]): Asked {
  const { values, positionals } = parsed(args);
  const [name, ...more] = positionals;
  if (more.length > 0 || !isExample(name)) throw new Error(`example: ${positionals.join(' ') || 'no name'} — ${USAGE}`);
  if (values.sick && values.remedied) throw new Error(`--sick and --remedied: both given — ${USAGE}`);
  const seed = Number(values.seed ?? '1');
  if (!Number.isSafeInteger(seed) || seed < 0 || values.seed === '') {
    throw new Error(`--seed: ${values.seed} — give a whole number from 0 on`);
  }
  return { name, variant: values.sick ? 'sick' : values.remedied ? 'remedied' : 'healthy', seed };
}

function parsed(args: readonly string[]) {
  const options = { sick: { type: 'boolean' }, remedied: { type: 'boolean' }, seed: { type: 'string' } } as const;
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (cause) {
    throw new Error(`example: ${cause instanceof Error ? cause.message : cause} — ${USAGE}`, { cause });
  }
}

function isExample(name: string | undefined): name is ExampleName {
  return EXAMPLES.some((known) => known === name);
}
