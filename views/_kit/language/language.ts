import i18next from 'i18next';
import LanguageDetector from 'i18next-browser-languagedetector';

/** Languages of the dashboard, each by its own name. */
export const LANGUAGES = { en: 'English', zh: '简体中文' } as const;
export type Language = keyof typeof LANGUAGES;

/** How a link asks for a language, and where the one chosen last is kept in the browser. */
export const LANGUAGE_PARAMETER = 'lang';
const LANGUAGE_KEY = 'unrolled-language';

const languages = Object.keys(LANGUAGES) as readonly Language[];

// Of the link, else chosen last, else as the browser prefers (zh-Hans-CN is zh); outside of a browser English.
i18next.use(LanguageDetector).init({
  // a language without any resource would not be chosen; the words themselves are objects: see docs/adr/0004
  resources: Object.fromEntries(languages.map((name) => [name, { names: { [name]: LANGUAGES[name] } }])),
  supportedLngs: languages,
  nonExplicitSupportedLngs: true,
  load: 'languageOnly',
  fallbackLng: 'en',
  initAsync: false,
  detection: {
    order: ['querystring', 'localStorage', 'navigator'],
    lookupQuerystring: LANGUAGE_PARAMETER,
    lookupLocalStorage: LANGUAGE_KEY,
    caches: [],
  },
});

/** The language of this page. It is chosen when the page is loaded and stays: words may be kept by whatever draws them. */
export const language: Language = languages.find((name) => i18next.resolvedLanguage === name) ?? 'en';

/** The type of words without what is particular to one language: any string where there is one. */
export type Translatable<T> = T extends string
  ? string
  : T extends (...values: infer A) => infer R
    ? (...values: A) => Translatable<R>
    : T extends object
      ? { readonly [key in keyof T]: Translatable<T[key]> }
      : T;

/** The words in this page's language. Both are of one type, so a word that lacks a language does not compile. */
export function localized<T extends object>(words: { readonly [language in Language]: T }): T {
  return words[language];
}

/** Loads the page again in another language; its URL restores what is seen. */
export function changeLanguage(chosen: Language): void {
  const url = new URL(window.location.href);
  url.searchParams.set(LANGUAGE_PARAMETER, chosen);
  window.location.assign(url);
}

/** Keeps the language a link asked for: the page's state, once written to the URL, does not carry it. */
export function rememberLanguage(): void {
  document.documentElement.lang = { en: 'en', zh: 'zh-Hans' }[language];
  if (!new URLSearchParams(window.location.search).has(LANGUAGE_PARAMETER)) return;
  try {
    localStorage.setItem(LANGUAGE_KEY, language);
  } catch {
    // a browser that keeps nothing shows this page in it all the same
  }
}
