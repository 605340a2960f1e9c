import { isSameSetting } from '../../lib/analysis/compare/config-difference.ts';
import { eachSetting, settingAt } from '../../lib/analysis/compare/flat-config.ts';
import type { Json, JsonObject } from '../../lib/protocol/json.ts';

/** A setting as text, numbers with a real minus; nothing where there is none. */
export function settingText(value: Json | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  return JSON.stringify(value);
}

function numberText(value: number): string {
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-2 || size >= 1e6) ? value.toExponential().replace('e+', 'e') : String(value);
  return text.replaceAll('-', '−');
}

/** A value as a cell shows it: of a number with many digits four significant ones. */
export function brief(text: string): string {
  const [, sign = '', digits = '', exponent = ''] = /^(−?)(\d+\.\d{4,})(e.*)?$/.exec(text) ?? [];
  return digits === '' ? text : `${sign}${Number(Number(digits).toPrecision(4))}${exponent}`;
}

/** Dotted keys of some configs, in order of first appearance, and which of them are not the same in all. */
export function keysOf(configs: readonly JsonObject[]): {
  readonly all: readonly string[];
  readonly differing: ReadonlySet<string>;
} {
  const keys = new Set<string>();
  const add = (path: string) => keys.add(path);
  for (const config of configs) eachSetting(config, add);
  const differing = new Set<string>();
  for (const key of keys) {
    const first = configs[0] && settingAt(configs[0], key);
    if (configs.some((config) => !isSameSetting(settingAt(config, key), first))) differing.add(key);
  }
  return { all: [...keys], differing };
}
