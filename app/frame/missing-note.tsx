'use client';
import { messages } from '../../views/messages.ts';
import { useFrame } from './frame-context.ts';

/** Some runs of the link are gone, others are shown: says which. */
export function MissingNote() {
  const { selection, navigate } = useFrame();
  const words = messages.frame.missing;
  return (
    <p className="frame-missing" role="status">
      <span>{words.some(selection.missing.join(messages.kit.list))}</span>
      <button
        type="button"
        className="kit-button"
        onClick={() => navigate({ runs: selection.runs.map(({ info }) => info.id) })}
      >
        {words.dismiss}
      </button>
    </p>
  );
}
