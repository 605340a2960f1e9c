import { localized } from '../language/language.ts';
import { english, type RecordedWords } from './recorded-messages.en.ts';
import { chinese } from './recorded-messages.zh.ts';

/** What was recorded, in the page's language. */
export const recordedMessages = localized<RecordedWords>({ en: english, zh: chinese });
