'use client';
import type { RunListState } from '../../lib/client/contract.ts';
import { errorText } from '../_kit/told/error-text.ts';
import { messages } from '../messages.ts';

const words = messages.runs.error;

/** The data folder cannot be read: what, and what to do. */
export function StoreError({ error }: { readonly error: RunListState['error'] }) {
  return (
    <div className="runs-message" role="alert">
      <h1>{words.title}</h1>
      <p className="runs-error-text">{error ? errorText(error) : words.unknown}</p>
      <p>{words.hint}</p>
      {error ? (
        <p>
          {words.code} <code>{error.code}</code>
        </p>
      ) : null}
    </div>
  );
}
