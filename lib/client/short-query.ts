import { pushWhole, readWhole, ShortTexts } from './short-text.ts';

/** A parameter of a query and its value, both as they stand in the URL. */
export type QueryPair = readonly [key: string, value: string];

/** Parameters by number. Only ever appended to: links that are out there name them by their place. */
const KEYS =
  'beside project focus epoch t layer weight q scale show gate of loss unit seq target method map proj dim turn perp by paths order concept ref range class low side head as colours window theme x xlog y smooth cut zoom metric signal f s g c in ek ev er ee pin align fold band y1 y2 cfg at en below sx sy m pa pb pi pc so sa own pins sheet find shut cols ylog'.split(
    ' ',
  );

/** Values by number. Only ever appended to. */
const WORDS =
  'overview gradients states attention saliency compare events h c joint peak norms weights gates histogram matrix spectrum gradients single integrated-gradients gradient×input gradient smooth-grad occlusion overlay input saliency pca tsne umap time class guess right one all index cluster peak gate concept history line search output units change lyapunov points bundles cividis dark light step epoch relative wall archived bin none seed group sd ci range accuracy loss gradient_norm config.lr config.seed loss|per:epoch|subset:val loss|per:epoch|subset:train global_gradient_norm verdict note cka scatter parallel spread best:loss:val last:loss:val best:accuracy:val last:accuracy:val config:lr config:units config:opt.lr config:seed h,c quantiles config:batch config:cell config:layers config:dropout config:optimizer config:clip best:acc:val last:acc:val best:loss:train last:loss:train last:memory_horizon|layer:lstm_1 series'
    .split(' ')
    .map((word) => encodedName(word));

/** Characters of numbers and ranges, half a byte each. */
const DIGITS = '0123456789.,-e+';
const WHOLE = /^(0|[1-9]\d{0,8})$/;
const [WHOLE_KIND, WORD_KIND, DIGITS_KIND, TEXT_KIND] = [0, 1, 2, 3] as const;
const [MOST_AHEAD, NO_WORD] = [63, 255] as const;
/** Parameters whose value is letters of 6 bits: four of them are three bytes. */
const CODED = /^(?:pins|shut|own)$/;
const CODES = /^(?:[\w-]{4}){1,255}$/;
const CODE_BYTES = 3;
/** Stands between the parts of a list; a value that holds it is not packed. */
const BETWEEN = '\u001f';
/** Stands before a letter that names a part of a list which is one of the words; a value that holds it is not packed. */
const NAMED = '\u0001';
const FIRST_NAMED = 32;

/** Text as it stands in our links: what a query may carry as it is stays readable. */
export function encodedName(text: string): string {
  return encodeURIComponent(text).replaceAll('%2F', '/').replaceAll('%3A', ':');
}

/**
 * Packs parameters into one value of letters, digits, `-` and `_`; those it does not know, or could not give back as they
 * were, are left over.
 */
export function packQuery(pairs: readonly QueryPair[]): {
  readonly packed: string;
  readonly left: readonly QueryPair[];
} {
  const bytes: number[] = [];
  const left: QueryPair[] = [];
  let lastKey = -1;
  const texts = new ShortTexts();
  const known = pairs
    .map((pair) => ({ pair, key: KEYS.indexOf(pair[0]), text: textOf(pair[1]) }))
    .sort((a, b) => a.key - b.key);
  for (const { pair, key, text } of known) {
    const [, value] = pair;
    const head = (kind: number) => {
      // a byte has room for six bits of how far the next key is: a word that is none leads on
      for (; key - lastKey - 1 > MOST_AHEAD; lastKey += MOST_AHEAD + 1) {
        bytes.push((MOST_AHEAD << 2) | WORD_KIND, NO_WORD);
      }
      bytes.push(((key - lastKey - 1) << 2) | kind);
    };
    const word = WORDS.indexOf(value);
    if (key < 0 || key === lastKey) {
      left.push(pair);
      continue;
    }
    if (WHOLE.test(value)) {
      head(WHOLE_KIND);
      pushWhole(bytes, Number(value));
    } else if (word >= 0) {
      head(WORD_KIND);
      bytes.push(word);
    } else if (CODED.test(pair[0]) && CODES.test(value)) {
      head(DIGITS_KIND);
      const codes = toBytes(value);
      bytes.push(codes.length / CODE_BYTES, ...codes);
    } else if ([...value].every((letter) => DIGITS.includes(letter)) && value.length < 128) {
      head(DIGITS_KIND);
      pushDigits(bytes, value);
    } else if (text !== null) {
      head(TEXT_KIND);
      bytes.push(...texts.encode(text));
    } else {
      left.push(pair);
      continue;
    }
    lastKey = key;
  }
  return { packed: toLetters(bytes), left };
}

/** What {@link packQuery} packed. Never throws: of something else as much as makes sense. */
export function unpackQuery(packed: string): readonly QueryPair[] {
  const bytes = toBytes(packed);
  const pairs: QueryPair[] = [];
  let at = 0;
  let key = -1;
  const texts = new ShortTexts();
  while (at < bytes.length) {
    const head = bytes[at++]!;
    key += (head >> 2) + 1;
    const name = KEYS[key];
    if (name === undefined) break;
    const kind = head & 3;
    if (kind === WHOLE_KIND) {
      const { value, end } = readWhole(bytes, at);
      pairs.push([name, String(value)]);
      at = end;
    } else if (kind === WORD_KIND) {
      const word = WORDS[bytes[at++] ?? NO_WORD];
      if (word !== undefined) pairs.push([name, word]);
    } else if (kind === DIGITS_KIND && CODED.test(name)) {
      const end = at + 1 + CODE_BYTES * (bytes[at] ?? 0);
      pairs.push([name, toLetters([...bytes.subarray(at + 1, end)])]);
      at = end;
    } else if (kind === DIGITS_KIND) {
      const length = bytes[at++] ?? 0;
      const letter = (i: number) => DIGITS[((bytes[at + (i >> 1)] ?? 0) >> (i % 2 === 0 ? 4 : 0)) & 15] ?? '';
      pairs.push([
        name,
        Array.from({ length: Math.min(length, 2 * (bytes.length - at)) }, (_, i) => letter(i)).join(''),
      ]);
      at += (length + 1) >> 1;
    } else {
      const { text, end } = texts.decode(bytes, at);
      at = end;
      pairs.push([name, text.split(BETWEEN).map(partOf).join(',')]);
    }
  }
  return pairs;
}

/** A value as plain text; null where it could not be made again from it. */
function textOf(value: string): string | null {
  try {
    const parts = value.split(',').map(decodeURIComponent);
    const isPlain = parts.every((part) => !part.includes(BETWEEN) && !part.includes(NAMED));
    return isPlain && parts.map(encodedName).join(',') === value ? parts.map(namedPart).join(BETWEEN) : null;
  } catch {
    return null;
  }
}

/** A part of a list, in two bytes where it is one of the words that have room in one. */
function namedPart(part: string): string {
  const word = WORDS.indexOf(encodedName(part));
  const isShorter = part.length > 6 && word >= 0 && word + FIRST_NAMED < 128;
  return isShorter ? NAMED + String.fromCharCode(word + FIRST_NAMED) : part;
}

/** The inverse, as it stands in the URL. */
function partOf(text: string): string {
  return text.startsWith(NAMED) ? (WORDS[text.charCodeAt(1) - FIRST_NAMED] ?? '') : encodedName(text);
}

function pushDigits(bytes: number[], value: string): void {
  bytes.push(value.length);
  for (let i = 0; i < value.length; i += 2) {
    const second = value[i + 1];
    bytes.push((DIGITS.indexOf(value[i]!) << 4) | (second === undefined ? 0 : DIGITS.indexOf(second)));
  }
}

function toLetters(bytes: readonly number[]): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function toBytes(letters: string): Uint8Array {
  try {
    const text = atob(letters.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  } catch {
    return new Uint8Array(0);
  }
}
