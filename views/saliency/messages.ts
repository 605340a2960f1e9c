import { localized } from '../_kit/language/language.ts';
import type { GuideWords } from '../_kit/view-guide.tsx';
import { english as englishGuide } from './guide.en.ts';
import { chinese as chineseGuide } from './guide.zh.ts';
import { english, type SaliencyWords } from './messages.en.ts';
import { chinese } from './messages.zh.ts';

/** Words of the Saliency view, and how to read it. */
export const saliencyMessages = {
  ...localized<SaliencyWords>({ en: english, zh: chinese }),
  guide: localized<GuideWords>({ en: englishGuide, zh: chineseGuide }),
};
