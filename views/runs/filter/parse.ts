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

/** A word as keywords are compared; empty of what is none, and of a quoted name. */
function keyword({ kind, text, isQuoted }: Token): string {
  return kind === 'word' && !isQuoted ? text.toLowerCase() : '';
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
    if (kind === 'word') return keyword(this.#here()) !== 'or';
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
    if (JOINS.includes(keyword(this.#here()))) this.#stop('term');
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
    const word = keyword(this.#here());
    const isSign = kind === 'sign' && (SIGNS as readonly string[]).includes(text);
    const isWord = (WORD_OPERATORS as readonly string[]).includes(word);
    if (!isSign && !isWord) return null;
    this.#at += 1;
    return (isSign ? text : word) as Operator;
  }

  #value(): Literal {
    const { kind, text, value, isOpen } = this.#here();
    const own = keyword(this.#here());
    const isJoin = JOINS.includes(own);
    if (isJoin || (kind !== 'word' && kind !== 'text' && kind !== 'number')) this.#stop('value');
    if (isOpen) this.#stop('quote');
    this.#at += 1;
    return { text, number: value, isNone: own === 'none' };
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
    if (keyword(this.#here()) !== word) return false;
    this.#at += 1;
    return true;
  }

  #stop(expected: Expected): never {
    const { from, to, text } = this.#here();
    throw new Stop({ from, to, expected, found: text, nearest: null });
  }
}
