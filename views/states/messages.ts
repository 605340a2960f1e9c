import { localized } from '../_kit/language/language.ts';
import { english, type StatesWords } from './messages.en.ts';
import { chinese } from './messages.zh.ts';

/** Words of the States view. */
export const statesMessages = localized<StatesWords>({ en: english, zh: chinese });
