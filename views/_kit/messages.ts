import { localized } from './language/language.ts';
import { english, type KitWords } from './messages.en.ts';
import { chinese } from './messages.zh.ts';

/** Words of the kit. */
export const kitMessages = localized<KitWords>({ en: english, zh: chinese });
