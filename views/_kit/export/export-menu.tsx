'use client';
import { memo, useState } from 'react';
import { Icon } from '../icons.tsx';
import { Popover } from '../popover.tsx';
import { errorText } from '../told/error-text.ts';
import type { Picture } from './export-context.ts';
import { exportMessages as words } from './export-messages.ts';
import { save } from './save.ts';
import { csvOf, fileName, jsonOf, type Table } from './table.ts';
import { TableDialog } from './table-dialog.tsx';

/** What a panel can give; asked when something is taken. */
export interface Exported {
  readonly pictures: () => readonly Picture[];
  readonly table: () => Table | Promise<Table> | null;
}

export interface ExportMenuProps {
  /** Names the file. */
  readonly title: string;
  /** Whether there are numbers behind the picture. */
  readonly hasTable: boolean;
  readonly of: Exported;
}

/** Takes what a panel shows along: as a picture, or as exact numbers. */
export const ExportMenu = memo(function ExportMenu({ title, hasTable, of }: ExportMenuProps) {
  const [trouble, setTrouble] = useState<string | null>(null);
  const [shown, setShown] = useState<Table | null>(null);
  const take = (extension: string, make: () => Promise<Blob>) => async (close: () => void) => {
    try {
      save(await make(), fileName(title, extension));
      close();
    } catch (error) {
      setTrouble(errorText(error));
    }
  };
  const picture = (kind: 'png' | 'svg') => async () => {
    const [first] = of.pictures();
    if (!first) throw new Error(words.noPicture);
    return first[kind](title);
  };
  const numbers = (write: (table: Table) => string, type: string) => async () => {
    const table = await of.table();
    return new Blob(table ? [write(table)] : [], { type });
  };
  const view = async (close: () => void) => {
    try {
      setShown(await of.table());
      close();
    } catch (error) {
      setTrouble(errorText(error));
    }
  };
  const items = [
    { name: 'PNG', make: take('png', picture('png')) },
    { name: 'SVG', make: take('svg', picture('svg')) },
    ...(hasTable
      ? [
          { name: 'CSV', make: take('csv', numbers(csvOf, 'text/csv')) },
          { name: 'JSON', make: take('json', numbers(jsonOf, 'application/json')) },
        ]
      : []),
  ];
  return (
    <>
      <Popover
        button={<Icon name="save" />}
        buttonClass="kit-ghost kit-export-button"
        buttonLabel={words.label(title)}
        title={words.open}
        label={words.open}
        className="kit-export"
        onOpen={() => setTrouble(null)}
      >
        {(close) => (
          <>
            {hasTable ? (
              <button type="button" className="kit-ghost kit-export-table" onClick={() => void view(close)}>
                {words.viewTable}
              </button>
            ) : null}
            <span className="kit-export-as">{words.saveAs}</span>
            {items.map(({ name, make }) => (
              <button key={name} type="button" className="kit-ghost" onClick={() => void make(close)}>
                {name}
              </button>
            ))}
            {trouble ? <p role="alert">{trouble}</p> : null}
          </>
        )}
      </Popover>
      {shown ? <TableDialog title={title} table={shown} onClose={() => setShown(null)} /> : null}
    </>
  );
});
