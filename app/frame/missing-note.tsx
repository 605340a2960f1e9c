'use client';
import { messages } from '../../views/messages.ts';
import { useFrame } from './frame-context.ts';
import { FrameNote } from './frame-note.tsx';

/** Some runs of the link are gone, others are shown: says which. */
export function MissingNote() {
  const { selection, navigate } = useFrame();
  return (
    <FrameNote
      text={messages.frame.missing.some(selection.missing.join(messages.kit.list))}
      onDismiss={() => navigate({ runs: selection.runs.map(({ info }) => info.id) })}
    />
  );
}
