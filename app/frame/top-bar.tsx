'use client';
import { useState } from 'react';
import { format, type PageState } from '../../lib/client/page-state.ts';
import { Icon } from '../../views/_kit/icons.tsx';
import { changeLanguage, LANGUAGES, type Language, language } from '../../views/_kit/language/language.ts';
import { paletteMessages } from '../../views/_kit/palette-messages.ts';
import { useKit } from '../../views/_kit/state/kit-context.ts';
import { messages } from '../../views/messages.ts';
import { ExportMenu } from './export-menu.tsx';
import { useFrame } from './frame-context.ts';
import { LiveIndicator } from './live-indicator.tsx';
import { Menu } from './menu.tsx';
import { useHost } from './page-host.ts';
import { OPEN_PALETTE } from './palette/palette.tsx';
import { ProjectSwitcher } from './project-switcher.tsx';
import { RunChips } from './run-chips.tsx';
import { toggleTheme } from './theme-toggle.ts';

/** Project, selected runs, connection, share, theme. */
export function TopBar() {
  const { theme } = useKit();
  const { list } = useFrame();
  const { pageState } = useKit();
  const isDark = theme.name === 'dark';
  return (
    <header className="frame-top">
      <span className="frame-brand" title={messages.kit.appName}>
        <Logo />
      </span>
      {list.runs.length > 0 ? <ProjectSwitcher /> : null}
      <RunChips />
      <LiveIndicator />
      <PaletteButton />
      <ShareButton />
      <ExportMenu />
      <button
        type="button"
        className="kit-ghost"
        title={isDark ? messages.frame.theme.light : messages.frame.theme.dark}
        aria-label={isDark ? messages.frame.theme.light : messages.frame.theme.dark}
        onClick={() => toggleTheme(pageState, theme.name)}
      >
        <Icon name={isDark ? 'sun' : 'moon'} />
      </button>
      <LanguageMenu />
    </header>
  );
}

function PaletteButton() {
  return (
    <button
      type="button"
      className="kit-ghost"
      title={`${paletteMessages.open}${messages.kit.brackets('Ctrl K')}`}
      aria-label={paletteMessages.open}
      onClick={() => window.dispatchEvent(new Event(OPEN_PALETTE))}
    >
      <Icon name="search" />
    </button>
  );
}

function LanguageMenu() {
  const names = Object.entries(LANGUAGES) as [Language, string][];
  return (
    <Menu
      label={messages.frame.language.label}
      button={<Icon name="language" />}
      buttonClass="kit-ghost"
      empty=""
      items={names.map(([key, name]) => ({
        key,
        content: <span lang={key}>{name}</span>,
        isChecked: key === language,
        onSelect: () => changeLanguage(key),
      }))}
    />
  );
}

function Logo() {
  return (
    <svg viewBox="0 0 30 16" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
      <rect x="1" y="5" width="6" height="6" />
      <rect x="12" y="5" width="6" height="6" opacity=".75" />
      <rect x="23" y="5" width="6" height="6" opacity=".45" />
      <path d="M7 8h5M18 8h5" />
      <path d="M4 5V1.5M15 5V1.5M26 5V1.5M4 11v3.5M15 11v3.5M26 11v3.5" strokeWidth="1.2" />
    </svg>
  );
}

/** The link names what is seen now: also runs and epoch that were only followed. */
function ShareButton() {
  const { pageState, theme } = useKit();
  const { hrefOf } = useHost();
  const { selection } = useFrame();
  const [isCopied, setIsCopied] = useState(false);
  const share = async () => {
    const state: PageState = {
      ...pageState.getState(),
      runs: selection.runs.map(({ info }) => info.id),
      focus: selection.focus?.info.id ?? null,
      project: selection.runs.length > 0 ? null : selection.project,
      theme: theme.name,
    };
    await navigator.clipboard.writeText(new URL(hrefOf(format(state)), window.location.href).href);
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), 1_500);
  };
  return (
    <button
      type="button"
      className="kit-ghost"
      title={messages.frame.share.title}
      aria-label={
        isCopied
          ? messages.frame.share.copied
          : `${messages.frame.share.label}${messages.kit.colon}${messages.frame.share.title}`
      }
      onClick={() => void share().catch(() => setIsCopied(false))}
    >
      <Icon name={isCopied ? 'check' : 'share'} />
      <span className="kit-hide-small" aria-live="polite">
        {isCopied ? messages.frame.share.copied : messages.frame.share.label}
      </span>
    </button>
  );
}
