/** Calls back when "/" is pressed outside of a field. Returns how to end it. */
export function onSlash(search: () => void): () => void {
  const onKey = (event: KeyboardEvent) => {
    const isInField = event.target instanceof HTMLElement && event.target.closest('input, textarea, select') !== null;
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isInField) return;
    event.preventDefault();
    search();
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}
