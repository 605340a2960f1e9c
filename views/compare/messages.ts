import { localized } from '../_kit/language/language.ts';
import { type CompareWords, english } from './messages.en.ts';
import { chinese } from './messages.zh.ts';

/** Words of the Compare view. */
export const compareMessages = localized<CompareWords>({ en: english, zh: chinese });
