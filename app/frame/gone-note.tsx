'use client';
import type { PageState } from '../../lib/client/page-state.ts';
import { usePageState } from '../../views/_kit/state/use-page-state.ts';
import { messages } from '../../views/messages.ts';
import { useFrame } from './frame-context.ts';
import { FrameNote } from './frame-note.tsx';
import { goneParts } from './gone-parts.ts';

const layerOf = (state: PageState) => state.layer;
const epochOf = (state: PageState) => state.epoch;
const alignOf = (state: PageState) => state.align;

/** The link names a layer or an epoch that its runs do not have: says which, and what is shown in its place. */
export function GoneNote() {
  const { selection, navigate } = useFrame();
  const [layer, epoch, align] = [usePageState(layerOf), usePageState(epochOf), usePageState(alignOf)];
  const gone = goneParts(selection.runs, { layer, epoch, align });
  const words = messages.frame.missing;
  const { asked, last } = gone.epoch ?? { asked: 0, last: 0 };
  return (
    <>
      {gone.layer === null ? null : (
        <FrameNote text={words.layer(gone.layer)} onDismiss={() => navigate({ layer: null })} />
      )}
      {gone.epoch === null ? null : (
        <FrameNote text={words.epoch(asked, last)} onDismiss={() => navigate({ epoch: last })} />
      )}
    </>
  );
}
