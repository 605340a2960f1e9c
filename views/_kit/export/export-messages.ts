import { localized } from '../language/language.ts';
import { type ExportWords, english } from './export-messages.en.ts';
import { chinese } from './export-messages.zh.ts';

/** Words of taking a chart along. */
export const exportMessages = localized<ExportWords>({ en: english, zh: chinese });
