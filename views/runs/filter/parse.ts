import type { Expected, Expression, FilterFault, Literal, Operator, Parsed } from './expression.ts';
import { SIGNS, type Token, tokensOf, WORD_OPERATORS } from './tokens.ts';

/** Deeper nesting is no filter of a person. */
const MOST_NESTED = 100;
const JOINS = ['and', 'or', 'not'];

/**
 * Reads a filter expression: comparisons joined by `and`, `or`, `not` and parentheses; `not` binds closest, then `and`. Two
 * terms side by side mean both. A word without a comparison is looked for everywhere. Never throws.
 */
export function parseFilter(text: string): Parsed {
  const parser = new Parser(tokensOf(text));
  try {
    return { ok: true, expression: parser.whole() };
  } catch (error) {
    if (error instanceof Stop) return { ok: false, fault: error.fault };
    throw error;
  }
}

/** Ends the reading at a fault; never leaves this module. */
class Stop extends Error {
  readonly fault: FilterFault;

  constructor(fault: FilterFault) {
    super(fault.expected);
    this.fault = fault;
  }
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    if (this.#here().kind === 'end') return { kind: 'all' };
    const expression = this.#or();
    if (this.#here().kind !== 'end') this.#stop('join');
    return expression;
  }

  #here(): Token {
    return this.#tokens[this.#at]!;
  }

  #or(): Expression {
    const parts = [this.#and()];
    while (this.#takeWord('or')) parts.push(this.#and());
    return parts.length === 1 ? parts[0]! : { kind: 'or', parts };
  }

  #and(): Expression {
    const parts = [this.#not()];
    while (this.#takeWord('and') || this.#beginsTerm()) parts.push(this.#not());
    return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
  }

  /** Another term without `and`. */
  #beginsTerm(): boolean {
    const { kind, text } = this.#here();
    if (kind === 'word') return text.toLowerCase() !== 'or';
    return kind === 'text' || kind === 'number' || (kind === 'open' && text === '(');
  }

  #not(): Expression {
    let isNot = false;
    while (this.#takeWord('not')) isNot = !isNot;
    const of = this.#term();
    return isNot ? { kind: 'not', of } : of;
  }

  #term(): Expression {
    const { kind, text } = this.#here();
    if (kind === 'open' && text === '(') {
      if (++this.#depth > MOST_NESTED) this.#stop('term');
      this.#at += 1;
      const inner = this.#or();
      if (this.#here().kind !== 'close' || this.#here().text !== ')') this.#stop('close');
      this.#at += 1;
      this.#depth -= 1;
      return inner;
    }
    if (kind !== 'word' && kind !== 'text' && kind !== 'number') this.#stop('term');
    if (this.#here().isOpen) this.#stop('quote');
    if (kind === 'word' && JOINS.includes(text.toLowerCase())) this.#stop('term');
    this.#at += 1;
    const operator = this.#operator();
    if (operator === null) return { kind: 'find', text };
    if (kind === 'number') {
      this.#at -= 2;
      this.#stop('field');
    }
    const values = operator === 'in' ? this.#list() : [this.#value()];
    return { kind: 'compare', field: text, operator, values };
  }

  #operator(): Operator | null {
    const { kind, text } = this.#here();
    const lower = text.toLowerCase();
    const isSign = kind === 'sign' && (SIGNS as readonly string[]).includes(text);
    const isWord = kind === 'word' && (WORD_OPERATORS as readonly string[]).includes(lower);
    if (!isSign && !isWord) return null;
    this.#at += 1;
    return lower as Operator;
  }

  #value(): Literal {
    const { kind, text, value, isOpen } = this.#here();
    const isJoin = kind === 'word' && JOINS.includes(text.toLowerCase());
    if (isJoin || (kind !== 'word' && kind !== 'text' && kind !== 'number')) this.#stop('value');
    if (isOpen) this.#stop('quote');
    this.#at += 1;
    return { text, number: value, isNone: kind === 'word' && text.toLowerCase() === 'none' };
  }

  #list(): readonly Literal[] {
    if (this.#here().kind !== 'open') this.#stop('list');
    const end = this.#here().text === '(' ? ')' : ']';
    this.#at += 1;
    const values = [this.#value()];
    while (this.#here().kind === 'comma') {
      this.#at += 1;
      values.push(this.#value());
    }
    if (this.#here().kind !== 'close' || this.#here().text !== end) this.#stop('comma');
    this.#at += 1;
    return values;
  }

  #takeWord(word: string): boolean {
    const { kind, text } = this.#here();
    if (kind !== 'word' || text.toLowerCase() !== word) return false;
    this.#at += 1;
    return true;
  }

  #stop(expected: Expected): never {
    const { from, to, text } = this.#here();
    throw new Stop({ from, to, expected, found: text, nearest: null });
  }
}
