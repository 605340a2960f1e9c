'use client';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';

/** One line of a menu. */
export interface MenuItem {
  readonly key: string;
  readonly content: ReactNode;
  readonly isChecked?: boolean;
  readonly onSelect: () => void;
}

export interface MenuProps {
  readonly label: string;
  readonly button: ReactNode;
  readonly buttonClass: string;
  readonly items: readonly MenuItem[];
  /** Said when there is nothing to choose. */
  readonly empty: string;
}

/** A button that opens a list: arrows move, Enter chooses, Esc closes, a press outside too. */
export function Menu({ label, button, buttonClass, items, empty }: MenuProps) {
  const [isOpen, setIsOpen] = useState(false);
  const hostRef = useRef<HTMLDivElement>(null);
  const buttonRef = useRef<HTMLButtonElement>(null);
  const close = () => {
    setIsOpen(false);
    buttonRef.current?.focus();
  };
  useEffect(() => {
    if (!isOpen) return;
    hostRef.current?.querySelector<HTMLElement>('[aria-checked=true], [role^=menuitem]')?.focus();
    const onPress = (event: PointerEvent) => {
      if (!hostRef.current?.contains(event.target as Node)) setIsOpen(false);
    };
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  }, [isOpen]);
  const onKey = (event: KeyboardEvent) => {
    if (!isOpen) return;
    const lines = [...(hostRef.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
    const at = lines.indexOf(document.activeElement as HTMLElement);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) lines[(at + step + lines.length) % lines.length]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') close();
    else return;
    // The page's own keys must not see what the menu used.
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: catches the keys of the items it holds
    <div ref={hostRef} className="frame-menu" onKeyDown={onKey}>
      <button
        ref={buttonRef}
        type="button"
        className={buttonClass}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={label}
        onClick={() => setIsOpen(!isOpen)}
      >
        {button}
      </button>
      {isOpen ? (
        <div className="frame-menu-list" role="menu" aria-label={label}>
          {items.length === 0 ? <p>{empty}</p> : null}
          {items.map((item) => (
            <button
              key={item.key}
              type="button"
              {...(item.isChecked === undefined
                ? { role: 'menuitem' }
                : { role: 'menuitemradio', 'aria-checked': item.isChecked })}
              onClick={() => {
                item.onSelect();
                close();
              }}
            >
              {item.content}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
