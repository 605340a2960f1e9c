'use client';
import { useEffect, useState } from 'react';
import type { Shelf } from '../../lib/client/page-state.ts';
import { whole } from '../_kit/numbers.ts';
import { messages } from '../messages.ts';

const words = messages.runs;
/** A second press within this time empties the bin, ms. */
const SURE_MS = 4_000;

export interface ShelfChoiceProps {
  readonly shelf: Shelf;
  readonly counts: { readonly [shelf in Shelf]: number };
  readonly canEmpty: boolean;
  readonly onShelf: (shelf: Shelf) => void;
  readonly onEmpty: () => void;
}

/** The runs, the archived, the bin; nothing while only the first has any. */
export function ShelfChoice({ shelf, counts, canEmpty, onShelf, onEmpty }: ShelfChoiceProps) {
  if (shelf === 'shown' && counts.archived + counts.bin === 0) return null;
  const label = (each: Shelf) => (each === 'shown' ? words.shelf.shown : words.shelf[each](whole(counts[each])));
  return (
    <>
      <fieldset className="kit-segmented runs-shelf" aria-label={words.shelf.label}>
        {(['shown', 'archived', 'bin'] as const)
          .filter((each) => each === 'shown' || each === shelf || counts[each] > 0)
          .map((each) => (
            <button key={each} type="button" aria-pressed={each === shelf} onClick={() => onShelf(each)}>
              {label(each)}
            </button>
          ))}
      </fieldset>
      {shelf === 'bin' && canEmpty && counts.bin > 0 ? <EmptyBin count={counts.bin} onEmpty={onEmpty} /> : null}
    </>
  );
}

function EmptyBin({ count, onEmpty }: { readonly count: number; readonly onEmpty: () => void }) {
  const [isAsked, setIsAsked] = useState(false);
  useEffect(() => {
    if (!isAsked) return;
    const timer = setTimeout(() => setIsAsked(false), SURE_MS);
    return () => clearTimeout(timer);
  }, [isAsked]);
  return (
    <button
      type="button"
      className="kit-button runs-grave"
      onClick={() => {
        setIsAsked(!isAsked);
        if (isAsked) onEmpty();
      }}
    >
      {isAsked ? words.actions.emptyReally : words.actions.empty(whole(count))}
    </button>
  );
}
