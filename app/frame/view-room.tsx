'use client';
import { type ReactNode, useRef } from 'react';
import { useSize } from '../../views/_kit/chart/use-size.ts';
import { tooNarrowFor } from './room-widths.ts';

/**
 * The room of one view. Style sheets ask for its width by `data-below`, not by a container query: under a container every
 * canvas that sets a font has the whole page laid out at once, a millisecond and more of every step of the playhead.
 */
export function ViewRoom({ children }: { readonly children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  const { width } = useSize(ref);
  return (
    <div ref={ref} className="frame-view" data-below={tooNarrowFor(width)}>
      {children}
    </div>
  );
}
