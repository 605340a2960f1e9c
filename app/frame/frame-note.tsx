'use client';
import { messages } from '../../views/messages.ts';

/** What the link asks for and cannot be shown, above the view, until it is dismissed. */
export function FrameNote({ text, onDismiss }: { readonly text: string; readonly onDismiss: () => void }) {
  return (
    <p className="frame-missing" role="status">
      <span>{text}</span>
      <button type="button" className="kit-button" onClick={onDismiss}>
        {messages.frame.missing.dismiss}
      </button>
    </p>
  );
}
