import { localized } from './language/language.ts';
import { english, type VerdictWords } from './verdict-messages.en.ts';
import { chinese } from './verdict-messages.zh.ts';

/** Words of verdicts: by rule, by quantity of the evidence, by remedy. */
export const verdictMessages = localized<VerdictWords>({ en: english, zh: chinese });
