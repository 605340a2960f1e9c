'use client';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { createNearness, type Nearness, NearnessContext } from './nearness.ts';

export interface ScrolledProps {
  readonly className: string;
  /** Names what is in it. */
  readonly label: string;
  /** Columns of its grids; 0 or absent: as many as there is room for. */
  readonly columns?: number;
  readonly children: ReactNode;
}

/** The box that is scrolled: it tells its charts when they come close. */
export function Scrolled({ className, label, columns = 0, children }: ScrolledProps) {
  const box = useRef<HTMLElement>(null);
  const [nearness, setNearness] = useState<Nearness | null>(null);
  useEffect(() => {
    if (!box.current) return;
    const made = createNearness(box.current);
    setNearness(made);
    return () => made.close();
  }, []);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is scrolled is reached by keyboard
    <section ref={box} className={className} data-columns={columns} tabIndex={0} aria-label={label}>
      <NearnessContext value={nearness}>{children}</NearnessContext>
    </section>
  );
}
