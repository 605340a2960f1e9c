/** How long the browser may take to fetch what is saved, ms. */
const KEPT_MS = 60_000;

/** Hands a file to the browser to be kept under a name. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
