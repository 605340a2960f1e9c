import { createContext } from 'react';

/** Px above and below what is seen in which charts are made before they are scrolled to. */
const AHEAD = 500;

/** Tells elements of one scrolled box whether they are seen, or close to it. */
export interface Nearness {
  /** Calls back whenever that changes, at first too. Returns how to end it. */
  watch(element: Element, tell: (isNear: boolean) => void): () => void;
  close(): void;
}

/** One observer for all charts of a box. */
export function createNearness(box: Element): Nearness {
  const told = new Map<Element, (isNear: boolean) => void>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) told.get(target)?.(isIntersecting);
    },
    { root: box, rootMargin: `${AHEAD}px 0px` },
  );
  return {
    watch(element, tell) {
      told.set(element, tell);
      observer.observe(element);
      return () => {
        told.delete(element);
        observer.unobserve(element);
      };
    },
    close: () => observer.disconnect(),
  };
}

/** The nearness of the box around; null before it is laid out. */
export const NearnessContext = createContext<Nearness | null>(null);
