import { localized } from '../language/language.ts';
import { type CurvesWords, english } from './curves-messages.en.ts';
import { chinese } from './curves-messages.zh.ts';

/** Words of charts of lines over a training. */
export const curvesMessages = localized<CurvesWords>({ en: english, zh: chinese });
