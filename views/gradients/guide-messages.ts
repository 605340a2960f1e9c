import { localized } from '../_kit/language/language.ts';
import type { GuideWords } from '../_kit/view-guide.tsx';
import { english } from './guide-messages.en.ts';
import { chinese } from './guide-messages.zh.ts';

/** How to read the Gradients view. */
export const gradientsGuide = localized<GuideWords>({ en: english, zh: chinese });
