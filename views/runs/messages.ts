import { localized } from '../_kit/language/language.ts';
import { english, type RunsWords } from './messages.en.ts';
import { chinese } from './messages.zh.ts';

/** Words of the Runs view. */
export const runsMessages = localized<RunsWords>({ en: english, zh: chinese });
