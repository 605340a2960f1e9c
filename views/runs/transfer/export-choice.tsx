'use client';
import type { RunFileFormat } from '../../../lib/client/run-files.ts';
import { Icon } from '../../_kit/icons.tsx';
import { Popover } from '../../_kit/popover.tsx';
import { messages } from '../../messages.ts';

const words = messages.runs.transfer;
const FORMATS: readonly RunFileFormat[] = ['unrolled', 'csv', 'json', 'html'];

/** What the selected runs are taken along as: one download. */
export function ExportChoice({ onExport }: { readonly onExport: (format: RunFileFormat) => void }) {
  return (
    <Popover
      button={
        <>
          {words.export}
          <Icon name="up" />
        </>
      }
      buttonClass="kit-ghost"
      label={words.exportLabel}
      className="runs-export"
    >
      {(close) =>
        FORMATS.map((format) => (
          <button
            key={format}
            type="button"
            className="runs-export-line"
            onClick={() => {
              close();
              onExport(format);
            }}
          >
            <b className="runs-export-name">{words.formats[format].name}</b>
            <span className="runs-export-what">{words.formats[format].what}</span>
          </button>
        ))
      }
    </Popover>
  );
}
