'use client';
import type { LeftOut, ReadOnly } from '../../lib/protocol/socket-events.ts';
import { language } from '../../views/_kit/language/language.ts';
import { fixed } from '../../views/_kit/numbers.ts';
import { Popover } from '../../views/_kit/popover.tsx';
import { messages } from '../../views/messages.ts';

const words = messages.frame.readOnly;
const moment = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' });

/** Says that what is shown is one run in a file or page, and opens what of the run is not in it. */
export function ReadOnlyNote({ of }: { readonly of: ReadOnly }) {
  return (
    <Popover
      button={
        <>
          <i />
          <span>{of.file === null ? words.page : words.file}</span>
        </>
      }
      buttonClass="frame-live frame-live-idle frame-read-only"
      label={words.label}
    >
      {() => (
        <>
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
        </>
      )}
    </Popover>
  );
}

function textOf({ file, exportedMs }: ReadOnly): string {
  if (file !== null) return words.fileText(file);
  return exportedMs === undefined ? words.damagedText : words.pageText(moment.format(exportedMs));
}

function lineOf(left: LeftOut): string {
  switch (left.kind) {
    case 'sequences':
      return words.sequences(left.kept.map((each) => each + 1).join(messages.kit.list), left.of);
    case 'weights':
      return words.weights(left.paths.join(messages.kit.list), `${fixed(left.bytes / 2 ** 20, 1)} MB`);
    case 'points':
      return words.points(left.series);
    case 'later':
      return words.later;
  }
}
