import { paletteMessages } from '../../../views/_kit/palette-messages.ts';

const words = paletteMessages.keys;

/** Keys pressed together, one after the other, or one of them. */
export interface Shortcut {
  readonly keys: readonly (readonly string[])[];
  readonly means: string;
}

export interface ShortcutGroup {
  readonly title: string;
  readonly shortcuts: readonly Shortcut[];
}

/** Every key of the dashboard, by where it works. */
export const SHORTCUTS: readonly ShortcutGroup[] = [
  {
    title: words.groups.everywhere,
    shortcuts: [
      {
        keys: [
          ['Ctrl', 'K'],
          ['⌘', 'K'],
        ],
        means: words.palette,
      },
      { keys: [['?']], means: words.sheet },
      { keys: [['G', words.after, 'R O G S A Y C E']], means: words.view },
      { keys: [['G', words.after, 'Shift', 'O G S A Y C E']], means: words.beside },
      { keys: [['Shift', 'T']], means: words.theme },
      { keys: [['Esc']], means: words.escape },
    ],
  },
  {
    title: words.groups.timeline,
    shortcuts: [
      { keys: [['←'], ['→']], means: words.epoch },
      {
        keys: [
          ['Shift', '←'],
          ['Shift', '→'],
        ],
        means: words.event,
      },
      { keys: [['Home'], ['End']], means: words.ends },
      { keys: [['Space']], means: words.play },
      { keys: [['L']], means: words.live },
      { keys: [['['], [']']], means: words.window },
    ],
  },
  {
    title: words.groups.views,
    shortcuts: [
      { keys: [['N']], means: words.note },
      { keys: [['/']], means: words.series },
      { keys: [[','], ['.']], means: words.timestep },
      { keys: [['↑'], ['↓']], means: words.unit },
      { keys: [['1 … 8']], means: words.focus },
    ],
  },
  {
    title: words.groups.runs,
    shortcuts: [
      { keys: [['J'], ['K'], ['↑'], ['↓']], means: words.row },
      { keys: [['X'], ['Shift', 'X']], means: words.select },
      { keys: [['Enter']], means: words.openRun },
      { keys: [['C']], means: words.compare },
      { keys: [['T']], means: words.tag },
      { keys: [['E']], means: words.archive },
      { keys: [['Delete']], means: words.remove },
      { keys: [['F2']], means: words.rename },
      { keys: [['Ctrl', 'Z']], means: words.undo },
      { keys: [['/']], means: words.filter },
    ],
  },
];
