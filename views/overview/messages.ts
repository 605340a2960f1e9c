import { localized } from '../_kit/language/language.ts';
import type { GuideWords } from '../_kit/view-guide.tsx';
import { english as englishGuide } from './guide.en.ts';
import { chinese as chineseGuide } from './guide.zh.ts';
import { english, type OverviewWords } from './messages.en.ts';
import { chinese } from './messages.zh.ts';

/** Words of the Overview, and how to read it. */
export const overviewMessages = {
  ...localized<OverviewWords>({ en: english, zh: chinese }),
  guide: localized<GuideWords>({ en: englishGuide, zh: chineseGuide }),
};
