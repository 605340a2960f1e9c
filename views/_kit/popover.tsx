'use client';
import { type ReactNode, useId, useRef, useState } from 'react';

/** px between button and sheet, and to the edge of the window. */
const GAP = 6;

export interface PopoverProps {
  /** What the button shows, its class, and its name where it shows no words. */
  readonly button: ReactNode;
  readonly buttonClass: string;
  readonly buttonLabel?: string;
  readonly title?: string;
  /** Names the sheet. */
  readonly label: string;
  readonly className?: string;
  readonly onOpen?: () => void;
  /** Made only while it is open. */
  readonly children: (close: () => void) => ReactNode;
}

/** A button that opens a sheet at its right edge, below itself or above, where there is more room. Esc or a press outside closes. */
export function Popover(props: PopoverProps) {
  const { button: shown, buttonClass, buttonLabel, title, label, className, onOpen, children } = props;
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const place = () => {
    const at = button.current?.getBoundingClientRect();
    if (!at || !sheet.current) return;
    const page = document.documentElement.clientHeight;
    const isLow = at.top > page - at.bottom;
    sheet.current.style.top = isLow ? 'auto' : `${at.bottom + GAP}px`;
    sheet.current.style.bottom = isLow ? `${page - at.top + GAP}px` : 'auto';
    sheet.current.style.right = `${Math.max(GAP, document.documentElement.clientWidth - at.right)}px`;
    sheet.current.style.maxHeight = `${(isLow ? at.top : page - at.bottom) - 2 * GAP}px`;
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={buttonClass}
        popoverTarget={id}
        {...(buttonLabel ? { 'aria-label': buttonLabel } : {})}
        {...(title ? { title } : {})}
      >
        {shown}
      </button>
      <div
        ref={sheet}
        id={id}
        popover="auto"
        role="dialog"
        className={className ? `kit-guide ${className}` : 'kit-guide'}
        aria-label={label}
        onBeforeToggle={(event) => {
          const opens = event.newState === 'open';
          if (opens) {
            place();
            onOpen?.();
          }
          setIsOpen(opens);
        }}
      >
        {isOpen ? children(() => sheet.current?.hidePopover()) : null}
      </div>
    </>
  );
}
