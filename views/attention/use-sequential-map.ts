import type { ColourMap } from '../_kit/colour/colour-map.ts';
import { useKit } from '../_kit/state/kit-context.ts';
import { usePageState } from '../_kit/state/use-page-state.ts';

/** The colours of magnitudes 0…1 that the page asks for. */
export function useSequentialMap(): ColourMap {
  const { theme } = useKit();
  const chosen = usePageState((state) => state.seqMap);
  return chosen === 'cividis' ? theme.maps.cividis : theme.maps.seq;
}
