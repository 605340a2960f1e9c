import { localized } from '../language/language.ts';
import { type ErrorWords, english } from './error-messages.en.ts';
import { chinese } from './error-messages.zh.ts';

/** What is said of an error. */
export const errorMessages = localized<ErrorWords>({ en: english, zh: chinese });
