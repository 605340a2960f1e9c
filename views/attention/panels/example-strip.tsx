'use client';
import type { ReactNode } from 'react';
import { ExampleSteps } from '../../_kit/example-steps.tsx';
import { Icon } from '../../_kit/icons.tsx';
import type { Navigate } from '../../_kit/view-props.ts';
import { attentionMessages } from '../messages.ts';
import { differences, isMark, isSameText, languageOf, spaced, textOf, visible } from '../select/words.ts';
import type { Decoding } from '../use-decoded.ts';

const words = attentionMessages.strip;

export interface ExampleStripProps {
  readonly sequence: number;
  readonly count: number;
  readonly source: readonly string[] | null;
  readonly reference: readonly string[] | null;
  /** What the example is called where it has no words. */
  readonly label: string | null;
  readonly decoding: Decoding;
  readonly epoch: number | null;
  /** The word of the target looked at; null for none. */
  readonly target: string | null;
  readonly guide: ReactNode;
  readonly navigate: Navigate;
}

/** Which example, what goes in, what the model makes of it at the playhead, and whether that is right. */
export function ExampleStrip(props: ExampleStripProps) {
  const { sequence, count, source, reference, label, decoding, epoch, target, guide, navigate } = props;
  const { now, before } = decoding;
  const to = (index: number) => navigate({ sequence: (index + count) % count });
  const written = now?.words ?? null;
  return (
    <section className="attention-strip" aria-label={words.label}>
      <span className="attention-dim">{words.example(sequence + 1, count)}</span>
      <ExampleSteps previous={words.previous} next={words.next} onStep={(by) => to(sequence + by)} />
      {source ? <Text tokens={source} /> : <span className="attention-text">{label}</span>}
      {written || reference ? (
        <span className="attention-dim" role="img" aria-label={words.to}>
          <Icon name="next" />
        </span>
      ) : null}
      {written ? <Text tokens={written} reference={reference} /> : reference ? <Text tokens={reference} /> : null}
      {written === null && reference ? <span className="attention-dim">{words.reference}</span> : null}
      {now && epoch !== null && now.epoch !== epoch ? (
        <span className="attention-dim">{words.decodedAt(now.epoch)}</span>
      ) : null}
      {written && reference ? <Judgement words={written} reference={reference} /> : null}
      {before ? (
        <span className="attention-before kit-hide-small">
          <span className="attention-dim">{words.atEpoch(before.epoch)} </span>
          <Words tokens={before.words} reference={reference} />
        </span>
      ) : null}
      <span className="attention-end">
        {target === null ? null : (
          <span className="kit-hide-small">
            {words.target} <b lang={languageOf([target])}>{target}</b>
          </span>
        )}
        <span className="attention-dim kit-hide-small">
          <kbd>↑</kbd> <kbd>↓</kbd> {words.change}
        </span>
        {guide}
      </span>
    </section>
  );
}

/** ✓ matches reference, or the reference it differs from. */
function Judgement({
  words: written,
  reference,
}: {
  readonly words: readonly string[];
  readonly reference: readonly string[];
}) {
  if (isSameText(written, reference)) {
    return (
      <span className="attention-ok">
        <Icon name="check" />
        {words.matches}
      </span>
    );
  }
  return (
    <span className="attention-before">
      <span className="attention-dim">{words.differs} </span>
      <Words tokens={reference} reference={null} />
    </span>
  );
}

function Text(props: WordsProps) {
  return (
    <span className="attention-text" title={textOf(props.tokens)}>
      <Words {...props} />
    </span>
  );
}

interface WordsProps {
  readonly tokens: readonly string[];
  /** Words that are no part of it are underlined. */
  readonly reference?: readonly string[] | null;
}

/** Words set as a text in their own direction; what differs from the reference is underlined. */
function Words({ tokens, reference = null }: WordsProps) {
  const shown = spaced(tokens);
  if (shown.length === 0) return <span className="attention-dim">{words.empty}</span>;
  const differs = reference ? differences(withoutMarks(tokens), withoutMarks(reference)) : [];
  return (
    <bdi lang={languageOf(tokens)}>
      {shown.map(({ word, hasSpace, index }, i) => (
        <span key={index}>
          {hasSpace ? ' ' : ''}
          {differs[i] ? <u>{visible(word)}</u> : visible(word)}
        </span>
      ))}
    </bdi>
  );
}

function withoutMarks(tokens: readonly string[]): readonly string[] {
  return tokens.filter((token) => !isMark(token) && token !== '');
}
