import { localized } from '../_kit/language/language.ts';
import type { GuideWords } from '../_kit/view-guide.tsx';
import { english as englishGuide } from './guide.en.ts';
import { chinese as chineseGuide } from './guide.zh.ts';
import { type AttentionWords, english } from './messages.en.ts';
import { chinese } from './messages.zh.ts';

/** How to read the Attention view. */
export const attentionGuide = localized<GuideWords>({ en: englishGuide, zh: chineseGuide });

/** Words of the Attention view. */
export const attentionMessages = localized<AttentionWords>({ en: english, zh: chinese });
