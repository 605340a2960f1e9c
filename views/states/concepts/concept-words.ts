import { localized } from '../../_kit/language/language.ts';
import { type ConceptWords, english } from './concept-words.en.ts';
import { chinese } from './concept-words.zh.ts';

/** Words about concepts. */
export const conceptWords = localized<ConceptWords>({ en: english, zh: chinese });
