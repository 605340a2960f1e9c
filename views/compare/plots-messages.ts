import { localized } from '../_kit/language/language.ts';
import { english, type PlotsWords } from './plots-messages.en.ts';
import { chinese } from './plots-messages.zh.ts';

/** Words of what compares many runs: scatter, parallel coordinates, distributions. */
export const plotsMessages = localized<PlotsWords>({ en: english, zh: chinese });
