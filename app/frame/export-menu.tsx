'use client';
import { Icon } from '../../views/_kit/icons.tsx';
import { messages } from '../../views/messages.ts';
import { useFrame } from './frame-context.ts';
import { Menu } from './menu.tsx';
import { EXPORTS, useHost } from './page-host.ts';

/** Takes the focused run along: whole, as a page, or its series. Nothing where the page has no server to ask. */
export function ExportMenu() {
  const { exportOf } = useHost();
  const { selection } = useFrame();
  const { focus } = selection;
  if (exportOf === null || focus === null) return null;
  const words = messages.frame.exporting;
  return (
    <Menu
      label={words.label(focus.info.name)}
      button={<Icon name="download" />}
      buttonClass="kit-ghost"
      empty=""
      items={EXPORTS.map((what) => ({
        key: what,
        content: (
          <>
            <span className="frame-menu-name">{words[what].name}</span>
            <span className="frame-menu-count">{words[what].what}</span>
          </>
        ),
        onSelect: () => download(exportOf(focus.info.id, what)),
      }))}
    />
  );
}

/** The server names the file. */
function download(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  link.click();
}
