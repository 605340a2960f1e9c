'use client';
import { type MouseEvent, memo, useState } from 'react';
import { format, type ViewName } from '../../lib/client/page-state.ts';
import { frameMessages } from './frame-messages.ts';
import { kitMessages } from './messages.ts';
import { Popover } from './popover.tsx';
import { useKit } from './state/kit-context.ts';
import type { Navigate } from './view-props.ts';

/** What a view says of itself. */
export interface GuideWords {
  /** The question it answers. */
  readonly answers: string;
  /** How to read it, a sentence or two each. */
  readonly read: readonly string[];
  /** Questions that another view answers better. */
  readonly better: readonly { readonly question: string; readonly view: ViewName }[];
}

export interface ViewGuideProps {
  readonly view: ViewName;
  readonly words: GuideWords;
  readonly navigate: Navigate;
}

const say = kitMessages.guide;

/** "How to read": opens what the view answers, how to read it, and where else to look. Esc or a press outside closes. */
export const ViewGuide = memo(function ViewGuide({ view, words, navigate }: ViewGuideProps) {
  const { pageState, hrefOf } = useKit();
  // where its links lead from: as the page is when it is opened
  const [page, setPage] = useState(pageState.getState);
  const go = (event: MouseEvent, to: ViewName, close: () => void) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    close();
    navigate({ view: to });
  };
  return (
    <Popover
      button={
        <>
          <i aria-hidden="true">?</i>
          <span>{say.open}</span>
        </>
      }
      buttonClass="kit-ghost kit-guide-button"
      buttonLabel={say.label(frameMessages.nav[view])}
      label={say.label(frameMessages.nav[view])}
      onOpen={() => setPage(pageState.getState())}
    >
      {(close) => (
        <>
          <h2>{say.answers}</h2>
          <p>{words.answers}</p>
          <h2>{say.read}</h2>
          <ul>
            {words.read.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          {words.better.length > 0 ? <h2>{say.better}</h2> : null}
          {words.better.map(({ question, view: to }) => (
            <a key={question} href={hrefOf(format({ ...page, view: to }))} onClick={(event) => go(event, to, close)}>
              <span>{question}</span>
              <b>{frameMessages.nav[to]}</b>
            </a>
          ))}
        </>
      )}
    </Popover>
  );
});
