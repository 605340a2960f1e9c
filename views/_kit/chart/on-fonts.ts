import { font } from './plot.ts';

/**
 * Calls back whenever a font arrived that canvases draw with: text drawn before is in a fallback. Asks for ours at once,
 * because a canvas does not, and only elements in the page would. Returns the function that ends it.
 */
export function onFonts(listener: () => void): () => void {
  const { fonts } = document;
  fonts.addEventListener('loadingdone', listener);
  void fonts.load(font(11), 'a0').then(listener, () => undefined);
  return () => fonts.removeEventListener('loadingdone', listener);
}
