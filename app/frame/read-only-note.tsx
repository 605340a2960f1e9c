'use client';
import { useId, useRef } from 'react';
import type { LeftOut, ReadOnly } from '../../lib/protocol/socket-events.ts';
import { language } from '../../views/_kit/language/language.ts';
import { fixed } from '../../views/_kit/numbers.ts';
import { messages } from '../../views/messages.ts';

const words = messages.frame.readOnly;
/** px between button and sheet, and to the edge of the window. */
const GAP = 6;
const moment = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' });

/** Says that what is shown is one run in a file or page, and opens what of the run is not in it. */
export function ReadOnlyNote({ of }: { readonly of: ReadOnly }) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const place = () => {
    const at = button.current?.getBoundingClientRect();
    if (!at || !sheet.current) return;
    sheet.current.style.top = `${at.bottom + GAP}px`;
    sheet.current.style.right = `${Math.max(GAP, document.documentElement.clientWidth - at.right)}px`;
    sheet.current.style.maxHeight = `calc(100dvh - ${at.bottom + 2 * GAP}px)`;
  };
  return (
    <>
      <button ref={button} type="button" className="frame-live frame-live-idle frame-read-only" popoverTarget={id}>
        <i />
        <span>{of.file === null ? words.page : words.file}</span>
      </button>
      <div
        ref={sheet}
        id={id}
        popover="auto"
        role="dialog"
        className="kit-guide"
        aria-label={words.label}
        onBeforeToggle={place}
      >
        <h2>{words.label}</h2>
        <p>{textOf(of)}</p>
        {of.exportedMs === undefined ? null : (
          <>
            <h2>{words.leftOut}</h2>
            <ul>
              {(of.leftOut ?? []).map((each) => (
                <li key={each.kind}>{lineOf(each)}</li>
              ))}
              <li>{words.compute}</li>
            </ul>
            <p>{words.whole}</p>
          </>
        )}
      </div>
    </>
  );
}

function textOf({ file, exportedMs }: ReadOnly): string {
  if (file !== null) return words.fileText(file);
  return exportedMs === undefined ? words.damagedText : words.pageText(moment.format(exportedMs));
}

function lineOf(left: LeftOut): string {
  switch (left.kind) {
    case 'sequences':
      return words.sequences(left.kept.map((each) => each + 1).join(', '), left.of);
    case 'weights':
      return words.weights(left.paths.join(', '), `${fixed(left.bytes / 2 ** 20, 1)} MB`);
    case 'points':
      return words.points(left.series);
    case 'later':
      return words.later;
  }
}
