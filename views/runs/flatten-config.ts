import type { Json, JsonObject } from '../../lib/protocol/json.ts';

/** A config as pairs of dotted key and text: `{ opt: { lr: 1e-3 } }` is `opt.lr` → `0.001`. Null is an empty text. */
export function flattenConfig(config: JsonObject): ReadonlyMap<string, string> {
  const flat = new Map<string, string>();
  const visit = (value: Json | undefined, key: string) => {
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      for (const [inner, each] of Object.entries(value)) visit(each, key ? `${key}.${inner}` : inner);
    } else {
      flat.set(key, textOf(value));
    }
  };
  visit(config, '');
  flat.delete('');
  return flat;
}

function textOf(value: Json | undefined): string {
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

/** Keys whose text is not the same in all configs, in order of first appearance. A key that some lack differs. */
export function differingKeys(configs: readonly ReadonlyMap<string, string>[]): readonly string[] {
  const keys = new Set(configs.flatMap((config) => [...config.keys()]));
  const first = configs[0];
  return [...keys].filter((key) => configs.some((config) => config.get(key) !== first?.get(key)));
}
