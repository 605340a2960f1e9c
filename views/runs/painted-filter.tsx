import { memo } from 'react';
import type { FilterFault } from './filter/expression.ts';
import { SIGNS, type Token, tokensOf, WORD_OPERATORS } from './filter/tokens.ts';

const KEYWORDS: readonly string[] = ['and', 'or', 'not', ...WORD_OPERATORS];

function classOf(token: Token, next: Token | undefined, before: Token | undefined): string {
  if (token.kind === 'number' || token.kind === 'text') return 'runs-f-literal';
  if (token.kind !== 'word') return '';
  if (KEYWORDS.includes(token.text.toLowerCase())) return 'runs-f-join';
  const compares = (other: Token | undefined) =>
    other !== undefined &&
    ((SIGNS as readonly string[]).includes(other.text) ||
      (WORD_OPERATORS as readonly string[]).includes(other.text.toLowerCase()));
  if (compares(next)) return 'runs-f-key';
  return compares(before) || before?.kind === 'comma' || before?.text === '[' ? 'runs-f-literal' : '';
}

/** A filter's text with its pieces told apart, to lie under the field; a fault is underlined. */
export const PaintedFilter = memo(function PaintedFilter({
  text,
  fault,
}: {
  readonly text: string;
  readonly fault: FilterFault | null;
}) {
  const tokens = tokensOf(text).filter(({ kind }) => kind !== 'end');
  const parts = tokens.map((token, index) => {
    const gap = text.slice(tokens[index - 1]?.to ?? 0, token.from);
    const isFault = fault !== null && token.from < Math.max(fault.to, fault.from + 1) && token.to > fault.from;
    const own = classOf(token, tokens[index + 1], tokens[index - 1]);
    return (
      <span key={token.from}>
        {gap}
        <span className={isFault ? `${own} runs-f-fault` : own}>{text.slice(token.from, token.to)}</span>
      </span>
    );
  });
  const isAtEnd = fault !== null && fault.from >= (tokens.at(-1)?.to ?? 0);
  return (
    <>
      {parts}
      {isAtEnd ? <span className="runs-f-fault"> </span> : null}
    </>
  );
});
