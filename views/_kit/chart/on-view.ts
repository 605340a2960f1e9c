/** Px around the window in which a chart counts as seen, so that it is there when it is scrolled to. */
const MARGIN = '200px';

/** Tells whether an element is in view, or close to it, whenever that changes. Returns how to end it. */
export function onView(element: Element, tell: (isInView: boolean) => void): () => void {
  const observer = new IntersectionObserver((entries) => tell(entries.at(-1)!.isIntersecting), { rootMargin: MARGIN });
  observer.observe(element);
  return () => observer.disconnect();
}
