'use client';
import { type MouseEvent, memo, useId, useRef, useState } from 'react';
import { format, type ViewName } from '../../lib/client/page-state.ts';
import { frameMessages } from './frame-messages.ts';
import { kitMessages } from './messages.ts';
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
/** px between button and sheet, and to the edge of the window. */
const GAP = 6;

/** "How to read": opens what the view answers, how to read it, and where else to look. Esc or a press outside closes. */
export const ViewGuide = memo(function ViewGuide({ view, words, navigate }: ViewGuideProps) {
  const { pageState, hrefOf } = useKit();
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  // where its links lead from: as the page is when it is opened
  const [page, setPage] = useState(pageState.getState);
  const place = () => {
    setPage(pageState.getState());
    const at = button.current?.getBoundingClientRect();
    if (!at || !sheet.current) return;
    sheet.current.style.top = `${at.bottom + GAP}px`;
    sheet.current.style.right = `${Math.max(GAP, document.documentElement.clientWidth - at.right)}px`;
    sheet.current.style.maxHeight = `calc(100dvh - ${at.bottom + 2 * GAP}px)`;
  };
  const go = (event: MouseEvent, to: ViewName) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    sheet.current?.hidePopover();
    navigate({ view: to });
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="kit-ghost kit-guide-button"
        popoverTarget={id}
        aria-label={say.label(frameMessages.nav[view])}
      >
        <i aria-hidden="true">?</i>
        <span>{say.open}</span>
      </button>
      <div
        ref={sheet}
        id={id}
        popover="auto"
        role="dialog"
        className="kit-guide"
        aria-label={say.label(frameMessages.nav[view])}
        onBeforeToggle={place}
      >
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
          <a key={question} href={hrefOf(format({ ...page, view: to }))} onClick={(event) => go(event, to)}>
            <span>{question}</span>
            <b>{frameMessages.nav[to]}</b>
          </a>
        ))}
      </div>
    </>
  );
});
