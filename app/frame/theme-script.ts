/** Where the theme chosen last is kept in the browser. */
export const THEME_KEY = 'unrolled-theme';

/** Sets the theme before the first paint: of the link, else chosen last, else as the browser prefers. */
export const THEME_SCRIPT = `(function(){var t=/[?&]theme=(dark|light)(&|$)/.exec(location.search)||/[?&]theme=(dark|light)(&|$)/.exec(location.hash);t=t&&t[1];try{t=t||localStorage.getItem('${THEME_KEY}')}catch(e){}
if(t!=='dark'&&t!=='light')t=matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light';document.documentElement.dataset.theme=t})()`;
