'use client';
import { type KeyboardEvent, type ReactNode, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';
import type { RunSummary } from '../../lib/protocol/summary.ts';
import { Icon } from '../_kit/icons.tsx';
import { whole } from '../_kit/numbers.ts';
import { messages } from '../messages.ts';
import { type Completion, completionsAt } from './filter/complete.ts';
import type { FilterFault } from './filter/expression.ts';
import type { KnownNames } from './filter/fields.ts';
import { PaintedFilter } from './painted-filter.tsx';

const words = messages.runs;

export interface FilterBarProps {
  readonly inputRef: RefObject<HTMLInputElement | null>;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly fault: FilterFault | null;
  /** The text whose answer the table shows. */
  readonly answered: string;
  readonly runs: readonly RunSummary[];
  readonly known: KnownNames;
  /** `28 of 1 284 runs, 6 ms` */
  readonly count: string;
  readonly isFollowing: boolean;
  readonly onFollow: () => void;
  readonly children: ReactNode;
}

/** One line above the table: the filter with its offers, how much was found, what the table is grouped by, and so on. */
export function FilterBar(props: FilterBarProps) {
  return (
    <div className="runs-bar">
      <FilterField {...props} />
      {props.children}
      <button
        type="button"
        className="dock-follow"
        role="switch"
        aria-checked={props.isFollowing}
        title={words.followTitle}
        onClick={props.onFollow}
      >
        <i />
        {words.follow}
        <kbd>L</kbd>
      </button>
    </div>
  );
}

function FilterField({ inputRef, text, onText, fault, answered, runs, known, count }: FilterBarProps) {
  const id = useId();
  const paintRef = useRef<HTMLDivElement>(null);
  const [offers, setOffers] = useState<readonly Completion[]>([]);
  const [at, setAt] = useState(-1);
  const offer = (input: HTMLInputElement) => {
    const caret = input.selectionStart ?? input.value.length;
    setOffers(input.selectionEnd === caret ? completionsAt(input.value, caret, runs, known) : []);
    setAt(-1);
  };
  const close = () => setOffers([]);
  /** Where the caret goes as soon as the text is in the field. */
  const caretRef = useRef<number | null>(null);
  const take = ({ text: whole, caret }: Completion) => {
    caretRef.current = caret;
    onText(whole);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the text has come
  useLayoutEffect(() => {
    const [input, caret] = [inputRef.current, caretRef.current];
    caretRef.current = null;
    if (!input || caret === null) return;
    input.setSelectionRange(caret, caret);
    offer(input);
  }, [text]);
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const chosen = offers[at] ?? (event.key === 'Tab' && offers.length > 0 && text !== '' ? offers[0] : undefined);
    if (step !== 0 && offers.length > 0) setAt((at + step + offers.length) % offers.length);
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) take(chosen);
    else if (event.key === 'Escape' && offers.length > 0) close();
    else if (event.key === 'Escape') {
      if (text === '') event.currentTarget.blur();
      else onText('');
    } else if (event.key === 'Enter') event.currentTarget.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const isShown = fault !== null && fault.expected !== 'quote';
  return (
    <div className={`runs-filter${fault ? ' runs-filter-faulty' : ''}`} data-answered={answered}>
      <Icon name="filter" />
      <span className="runs-filter-field">
        <span ref={paintRef} className="runs-filter-paint" aria-hidden="true">
          <PaintedFilter text={text} fault={fault} />
        </span>
        <input
          ref={inputRef}
          type="text"
          role="combobox"
          aria-expanded={offers.length > 0}
          aria-controls={id}
          aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
          aria-invalid={fault !== null}
          aria-label={words.filter.label}
          value={text}
          spellCheck={false}
          autoComplete="off"
          placeholder={words.filter.placeholder}
          onChange={(event) => {
            onText(event.target.value);
            offer(event.target);
          }}
          onFocus={(event) => offer(event.target)}
          onClick={(event) => offer(event.currentTarget)}
          onBlur={close}
          onKeyDown={onKey}
          onScroll={(event) => {
            if (paintRef.current) paintRef.current.scrollLeft = event.currentTarget.scrollLeft;
          }}
        />
      </span>
      <span className={fault ? 'runs-count runs-fault' : 'runs-count'} role="status">
        {fault ? words.filter.fault(fault.expected, isShown ? fault.found : '', fault.nearest) : count}
      </span>
      <kbd>/</kbd>
      <Offers id={id} offers={offers} at={at} onTake={take} />
    </div>
  );
}

interface OffersProps {
  readonly id: string;
  readonly offers: readonly Completion[];
  readonly at: number;
  readonly onTake: (completion: Completion) => void;
}

function Offers({ id, offers, at, onTake }: OffersProps) {
  return (
    <div id={id} role="listbox" aria-label={words.filter.offers} className="runs-offers" hidden={offers.length === 0}>
      {offers.map((offer, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus
        // biome-ignore lint/a11y/useKeyWithClickEvents: its keys are the field's
        <div
          key={`${offer.kind} ${offer.label}`}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          // the field keeps the focus
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(offer)}
        >
          <span>{offer.label}</span>
          {offer.count === null ? null : (
            <span className="runs-offer-count">{words.filter.offered(offer.count, whole(offer.count))}</span>
          )}
        </div>
      ))}
    </div>
  );
}
