import { localized } from './language/language.ts';
import { english, type PaletteWords } from './palette-messages.en.ts';
import { chinese } from './palette-messages.zh.ts';

/** Words of the command palette and of the sheet of keys. */
export const paletteMessages = localized<PaletteWords>({ en: english, zh: chinese });
