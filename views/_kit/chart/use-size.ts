import { type RefObject, useLayoutEffect, useState } from 'react';

/** Size of an element in whole CSS px, and device pixels per px. */
export interface Size {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** Follows the size of an element; 0 × 0 before it is laid out. */
export function useSize(ref: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0, ratio: 1 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => {
      const next = { width: element.clientWidth, height: element.clientHeight, ratio: window.devicePixelRatio || 1 };
      setSize((before) =>
        before.width === next.width && before.height === next.height && before.ratio === next.ratio ? before : next,
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    window.addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, [ref]);
  return size;
}
