'use client';
import { Command } from 'cmdk';
import { useEffect, useRef, useState } from 'react';
import { changeLanguage } from '../../../views/_kit/language/language.ts';
import { paletteMessages as words } from '../../../views/_kit/palette-messages.ts';
import { useKit } from '../../../views/_kit/state/kit-context.ts';
import { newestSnapshotOf } from '../../../views/_kit/state/playhead.ts';
import { useFrame } from '../frame-context.ts';
import { isTyping } from '../keys.ts';
import { toggleTheme } from '../theme-toggle.ts';
import { commandsOf, type Command as Offered } from './commands.ts';
import { ShortcutsSheet } from './shortcuts-sheet.tsx';

type Open = 'palette' | 'shortcuts' | null;

/** Named so that the top bar's button can ask for it. */
export const OPEN_PALETTE = 'unrolled-palette';

/** Everything by name (Ctrl K, ⌘ K), and the sheet of keys (?), in one dialog. */
export function Palette() {
  const [open, setOpen] = useState<Open>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
        setOpen((now) => (now === 'palette' ? null : 'palette'));
      } else if (event.key === '?' && !event.ctrlKey && !event.metaKey && !isTyping(event.target)) {
        setOpen('shortcuts');
      } else return;
      event.preventDefault();
      event.stopPropagation();
    };
    const onAsked = () => setOpen('palette');
    window.addEventListener('keydown', onKey, true);
    window.addEventListener(OPEN_PALETTE, onAsked);
    return () => {
      window.removeEventListener('keydown', onKey, true);
      window.removeEventListener(OPEN_PALETTE, onAsked);
    };
  }, []);
  useEffect(() => {
    if (open && !dialog.current?.open) {
      dialog.current?.showModal();
      // the dialog itself would give the focus to the first thing that takes any
      dialog.current?.querySelector('input')?.focus();
    }
    if (!open && dialog.current?.open) dialog.current.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className={open === 'shortcuts' ? 'palette palette-wide' : 'palette'}
      aria-label={open === 'shortcuts' ? words.shortcuts : words.label}
      // told late: it may be open again by then
      onClose={() => dialog.current?.open || setOpen(null)}
      onClick={(event) => event.target === dialog.current && setOpen(null)}
      // the page's own keys are not meant while it is open
      onKeyDown={(event) => event.stopPropagation()}
    >
      {open === 'palette' ? <Commands onDone={setOpen} /> : null}
      {open === 'shortcuts' ? <ShortcutsSheet onClose={() => setOpen(null)} /> : null}
    </dialog>
  );
}

function Commands({ onDone }: { readonly onDone: (open: Open) => void }) {
  const { pageState, theme } = useKit();
  const { list, selection, navigate } = useFrame();
  const [typed, setTyped] = useState('');
  const reached = Math.max(0, ...selection.runs.map((run) => Math.max(run.epoch, newestSnapshotOf(run))));
  const offered = commandsOf({ page: pageState.getState(), runs: list.runs, selection, reached, typed });
  const choose = ({ does }: Offered) => {
    onDone('act' in does && does.act === 'shortcuts' ? 'shortcuts' : null);
    if ('to' in does) navigate(does.to);
    else if (does.act === 'theme') toggleTheme(pageState, theme.name);
    else if (does.act !== 'shortcuts') changeLanguage(does.act.language);
  };
  const groups = [...new Set(offered.map(({ group }) => group))];
  return (
    <Command label={words.label} loop>
      <Command.Input placeholder={words.placeholder} value={typed} onValueChange={setTyped} />
      <Command.List label={words.label}>
        <Command.Empty>{words.empty}</Command.Empty>
        {groups.map((group) => (
          <Command.Group key={group} heading={words.groups[group]}>
            {offered
              .filter((command) => command.group === group)
              .map((command) => (
                <Command.Item
                  key={command.key}
                  value={command.key}
                  keywords={[command.label, command.also ?? '']}
                  onSelect={() => choose(command)}
                >
                  <span>{command.label}</span>
                  {command.of ? <small>{command.of}</small> : null}
                  {(command.keys ?? []).map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </Command.Item>
              ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}
