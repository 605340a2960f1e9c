import { localized } from '../language/language.ts';
import { english, type SeriesWords } from './series-messages.en.ts';
import { chinese } from './series-messages.zh.ts';

/** Words of pinned charts. */
export const seriesMessages = localized<SeriesWords>({ en: english, zh: chinese });
