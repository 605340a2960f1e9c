/** A piece of a filter expression, with its place in the text. */
export interface Token {
  readonly kind: 'word' | 'text' | 'number' | 'sign' | 'open' | 'close' | 'comma' | 'end';
  /** As it is meant: quotes taken off, keywords in lower case, `&&` as `and`. */
  readonly text: string;
  /** A number's value; of `10m`, `2h`, `3d` seconds. */
  readonly value: number;
  readonly from: number;
  readonly to: number;
  /** A quotation that does not end. */
  readonly isOpen: boolean;
  /** It stood in quotes: a name that is written like a keyword is none. */
  readonly isQuoted: boolean;
}

/** Comparisons that are signs. */
export const SIGNS = ['=', '!=', '<=', '>=', '<', '>'] as const;
/** Comparisons that are words. */
export const WORD_OPERATORS = ['has', 'in', 'matches'] as const;

const SECONDS: { readonly [unit: string]: number } = { s: 1, m: 60, h: 3_600, d: 86_400 };
const SIGN = /^(==|!=|<=|>=|≤|≥|≠|=|<|>|&&|\|\||!)/;
const SAME: { readonly [sign: string]: string } = { '==': '=', '≤': '<=', '≥': '>=', '≠': '!=' };
const NUMBER = /^[-−+]?(\d+(\.\d*)?|\.\d+)(e[-−+]?\d+)?(?=$|[\s(),[\]=<>!&|]|[smhd](?![\w.-]))/i;
/** What names of settings and metrics are written with; others stand in backticks. */
const WORD = /^[^\s()[\],"'`=<>!&|≤≥≠]+/u;

/** Cuts a filter expression into its pieces, the end last. Never throws: what is no piece becomes a word. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const space = /^\s+/.exec(rest);
    if (space) {
      at += space[0].length;
      continue;
    }
    const token = tokenAt(rest, at);
    tokens.push(token);
    at = token.to;
  }
  tokens.push(made('end', '', text.length, text.length));
  return tokens;
}

function tokenAt(rest: string, at: number): Token {
  const first = rest[0]!;
  if (first === '(' || first === '[') return made('open', first, at, at + 1);
  if (first === ')' || first === ']') return made('close', first, at, at + 1);
  if (first === ',') return made('comma', first, at, at + 1);
  if (first === '"' || first === "'" || first === '`') return quoted(rest, at, first);
  const number = NUMBER.exec(rest);
  if (number) return numberAt(number[0], rest, at);
  const sign = SIGN.exec(rest)?.[0];
  if (sign === '&&' || sign === '||' || sign === '!') {
    return made('word', sign === '&&' ? 'and' : sign === '||' ? 'or' : 'not', at, at + sign.length);
  }
  if (sign) return made('sign', SAME[sign] ?? sign, at, at + sign.length);
  const word = WORD.exec(rest)?.[0] ?? first;
  return made('word', word, at, at + word.length);
}

function numberAt(digits: string, rest: string, at: number): Token {
  const unit = rest[digits.length]?.toLowerCase() ?? '';
  const seconds = SECONDS[unit];
  const value = Number(digits.replaceAll('−', '-'));
  const to = at + digits.length + (seconds === undefined ? 0 : 1);
  return { ...made('number', rest.slice(0, to - at), at, to), value: value * (seconds ?? 1) };
}

/** A quotation; a backslash takes the next character as it is. Backticks quote a name. */
function quoted(rest: string, at: number, quote: string): Token {
  let text = '';
  let i = 1;
  for (; i < rest.length && rest[i] !== quote; i++) {
    if (rest[i] === '\\' && i + 1 < rest.length) i++;
    text += rest[i];
  }
  const isOpen = i >= rest.length;
  const kind = quote === '`' ? 'word' : 'text';
  return { ...made(kind, text, at, at + Math.min(rest.length, i + 1)), isOpen, isQuoted: true };
}

function made(kind: Token['kind'], text: string, from: number, to: number): Token {
  return { kind, text, value: Number.NaN, from, to, isOpen: false, isQuoted: false };
}
