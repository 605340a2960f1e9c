import { localized } from '../_kit/language/language.ts';
import { type DetailWords, english } from './detail-messages.en.ts';
import { chinese } from './detail-messages.zh.ts';

/** Words of the lower right of the Gradients view. */
export const detailMessages = localized<DetailWords>({ en: english, zh: chinese });
