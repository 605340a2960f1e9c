'use client';
import { useRef } from 'react';
import { messages } from '../../messages.ts';

const words = messages.runs.transfer;

/** Chooses run files to bring in. */
export function ImportButton({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const ref = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className="kit-button"
        title={words.importTitle}
        onClick={() => {
          ref.current?.click();
        }}
      >
        {words.import}
      </button>
      <input
        ref={ref}
        type="file"
        hidden
        multiple
        accept=".unrolled,.zip"
        aria-label={words.importTitle}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          // the same file may be chosen again
          currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
