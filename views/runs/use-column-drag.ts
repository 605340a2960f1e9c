import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { ColumnLayout } from './layout.ts';

/** px a press may stray before it is a drag. */
const SLACK_PX = 5;

/** A column on its way: from a place to before another one. */
export interface ColumnDrag {
  readonly from: number;
  readonly to: number;
}

/** The place before which a column is put that is let go at `x` px of the table; never before the name. */
export function dropIndex({ lefts, widths }: ColumnLayout, x: number): number {
  for (let index = 1; index < lefts.length; index++) if (x < lefts[index]! + widths[index]! / 2) return index;
  return lefts.length;
}

/** Keys with the one at `from` put before the one at `to`; the first one, the name, keeps its place. */
export function moved(keys: readonly string[], { from, to }: ColumnDrag): readonly string[] {
  const key = keys[from];
  if (key === undefined || from < 1) return keys;
  const others = keys.filter((_, index) => index !== from);
  others.splice(Math.max(1, to > from ? to - 1 : to), 0, key);
  return others;
}

/** What a header cell listens to. */
interface Handlers {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  /** A drag is no press. */
  readonly onClickCapture: (event: { stopPropagation(): void; preventDefault(): void }) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

/**
 * Columns are dragged by mouse or pen; Ctrl (or Cmd), Shift and an arrow move the one whose header has the focus. A finger
 * scrolls: the columns menu has buttons for it. Esc ends a drag.
 */
export function useColumnDrag(
  head: RefObject<HTMLElement | null>,
  layout: ColumnLayout,
  onMove: (drag: ColumnDrag) => void,
): { readonly drag: ColumnDrag | null; readonly handlersOf: (index: number) => Handlers | null } {
  const [drag, setDrag] = useState<ColumnDrag | null>(null);
  // a pointer may be let go before what it moved is drawn
  const latest = useRef<ColumnDrag | null>(null);
  const show = (next: ColumnDrag | null) => {
    latest.current = next;
    setDrag(next);
  };
  const wasDragged = useRef(false);
  const end = useRef<() => void>(() => undefined);
  useEffect(() => () => end.current(), []);
  const handlersOf = (index: number): Handlers | null => {
    if (index === 0) return null;
    return {
      onPointerDown(event) {
        wasDragged.current = false;
        if (event.button !== 0 || event.pointerType === 'touch') return;
        const { clientX: pressedX } = event;
        const listening = new AbortController();
        const { signal } = listening;
        end.current = () => {
          listening.abort();
          show(null);
        };
        const move = ({ clientX }: globalThis.PointerEvent) => {
          const table = head.current?.getBoundingClientRect();
          if (!table || (!latest.current && Math.abs(clientX - pressedX) < SLACK_PX)) return;
          wasDragged.current = true;
          const to = dropIndex(layout, clientX - table.left);
          if (latest.current?.to !== to) show({ from: index, to });
        };
        const drop = () => {
          const done = latest.current;
          end.current();
          if (done) onMove(done);
        };
        // anywhere: the pointer leaves the header on its way
        window.addEventListener('pointermove', move, { signal });
        window.addEventListener('pointerup', drop, { signal });
        window.addEventListener('pointercancel', () => end.current(), { signal });
        window.addEventListener('keydown', (key) => key.key === 'Escape' && end.current(), { signal });
      },
      onClickCapture(event) {
        if (!wasDragged.current) return;
        wasDragged.current = false;
        event.preventDefault();
        event.stopPropagation();
      },
      onKeyDown(event) {
        const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
        if (by === 0 || !event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        event.stopPropagation();
        const to = by < 0 ? index - 1 : index + 2;
        if (to >= 1 && to <= layout.columns.length) onMove({ from: index, to });
      },
    };
  };
  return { drag, handlersOf };
}
