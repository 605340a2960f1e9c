import { createContext, useContext } from 'react';
import { assert } from '../../lib/base/errors.ts';
import type { RunListState } from '../../lib/client/contract.ts';
import type { Navigate } from '../../views/_kit/view-props.ts';
import type { AlignedRows } from './aligned.ts';
import type { Selection } from './selection.ts';

/** What the parts of the frame share, beside the kit's own. */
export interface FrameState {
  readonly list: RunListState;
  readonly selection: Selection;
  readonly navigate: Navigate;
  /** The selected runs along steps or time, where they are aligned by one of them. */
  readonly aligned: AlignedRows | null;
}

export const FrameContext = createContext<FrameState | null>(null);

/** The frame's list, selection and navigation. */
export function useFrame(): FrameState {
  const frame = useContext(FrameContext);
  assert(frame, 'useFrame is called below the Frame');
  return frame;
}
