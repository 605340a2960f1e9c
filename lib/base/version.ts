/** Version of the package, for pages, which have no package.json to read; a test compares the two. */
export const VERSION = '0.1.0';
