/**
 * The design tokens: the only place where raw colours live. Each becomes a CSS variable of the same name
 * (`bg0` → `--bg-0`) by {@link themeCss}; canvases read them from here. Roles: design guide §2.
 */
export interface Tokens {
  readonly bg0: string;
  readonly bg1: string;
  readonly bg2: string;
  readonly bg3: string;
  readonly bgSel: string;
  readonly line: string;
  readonly line2: string;
  readonly fg1: string;
  readonly fg2: string;
  readonly fg3: string;
  readonly fgOn: string;
  readonly accent: string;
  readonly live: string;
  readonly crash: string;
  readonly hOk: string;
  readonly hVan: string;
  readonly hExp: string;
  readonly hSat: string;
  readonly hWarn: string;
  readonly hNan: string;
  readonly hNanX: string;
  readonly hNone: string;
  readonly hVanBg: string;
  readonly hSatBg: string;
  readonly hWarnBg: string;
  /** Run colours in order of assignment; a run's index is stored with it. */
  readonly runs: readonly string[];
  /** Classes inside one scatter, each with a shape of its own. */
  readonly classes: readonly string[];
}

export type ThemeName = 'dark' | 'light';

const DARK: Tokens = {
  bg0: '#0b0d10',
  bg1: '#101317',
  bg2: '#181c22',
  bg3: '#232932',
  bgSel: '#1a2433',
  line: '#232830',
  line2: '#3a424d',
  fg1: '#e8ebef',
  fg2: '#b0b8c2',
  fg3: '#89939f',
  fgOn: '#0b0d10',
  accent: '#6aa9ff',
  live: '#3fcf8e',
  crash: '#ff6b6b',
  hOk: '#6f948a',
  hVan: '#8f8dfa',
  hExp: '#ff8c42',
  hSat: '#e875c8',
  hWarn: '#d8b04a',
  hNan: '#f4f6f8',
  hNanX: '#0b0d10',
  hNone: '#69737f',
  hVanBg: '#8f8dfa26',
  hSatBg: '#e875c826',
  hWarnBg: '#d8b04a26',
  runs: ['#6fb5fc', '#c8a006', '#86eddc', '#d9678a', '#d1e550', '#b07be6', '#e5b590', '#a2a6b0'],
  classes: ['#bba6ea', '#e2b27c', '#93c9a0', '#89939f'],
};

const LIGHT: Tokens = {
  bg0: '#f3f4f6',
  bg1: '#ffffff',
  bg2: '#f0f2f4',
  bg3: '#e3e7eb',
  bgSel: '#e6effb',
  line: '#e2e5e9',
  line2: '#c2c8d0',
  fg1: '#14181d',
  fg2: '#46505c',
  fg3: '#5b6672',
  fgOn: '#ffffff',
  accent: '#195fcb',
  live: '#0a7447',
  crash: '#c92a2a',
  hOk: '#6a8f84',
  hVan: '#4b46c8',
  hExp: '#c9480a',
  hSat: '#b32a93',
  hWarn: '#8a6500',
  hNan: '#14181d',
  hNanX: '#ffffff',
  hNone: '#808a96',
  hVanBg: '#4b46c81f',
  hSatBg: '#b32a931f',
  hWarnBg: '#8a65001f',
  runs: ['#174fad', '#8e7202', '#2a8276', '#8a1a56', '#2c5200', '#613f7d', '#91583e', '#535c67'],
  classes: ['#6a4fa3', '#93621c', '#357a4b', '#5b6672'],
};

export const TOKENS: { readonly [theme in ThemeName]: Tokens } = { dark: DARK, light: LIGHT };

/** Font families, as CSS and canvas take them. DejaVu carries ∂ ‖ where Inter does not. */
export const SANS = '"Inter Variable", Inter, "Liberation Sans", Arial, "DejaVu Sans", "Noto Sans CJK SC", sans-serif';
export const MONO =
  '"JetBrains Mono Variable", "JetBrains Mono", ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace';

/** Colour of run number `colour` (0-based): the eight repeat. */
export function runColour(tokens: Tokens, colour: number): string {
  return tokens.runs[colour % tokens.runs.length] ?? tokens.fg2;
}

/** `bg0` → `--bg-0`, `hVanBg` → `--h-van-bg`. */
function variable(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/(\d)$/, '-$1')}`;
}

function declarations(tokens: Tokens): string {
  return Object.entries(tokens)
    .flatMap(([name, value]) =>
      Array.isArray(value)
        ? value.map((colour, index) => `--${name === 'runs' ? 'run' : 'class'}-${index + 1}:${colour};`)
        : [`${variable(name)}:${value};`],
    )
    .join('');
}

/** The tokens as CSS: one block per theme, chosen by `data-theme` on the root. */
export function themeCss(): string {
  return (['dark', 'light'] as const)
    .map((theme) => `[data-theme=${theme}]{color-scheme:${theme};${declarations(TOKENS[theme])}}`)
    .join('')
    .concat(`:root{--sans:${SANS};--mono:${MONO}}`);
}
