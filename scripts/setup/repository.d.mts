/** The project's root folder. */
export const repository: string;

/** What Node needs to run our TypeScript from source. */
export const sourceFlags: readonly string[];
