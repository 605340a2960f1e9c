import { localized } from '../_kit/language/language.ts';
import { type DifferencesWords, english } from './differences-messages.en.ts';
import { chinese } from './differences-messages.zh.ts';

/** Words of what is compared inside of two networks: states, attention, CKA. */
export const differencesMessages = localized<DifferencesWords>({ en: english, zh: chinese });
