/** Losses, errors, distances and perplexity are best when small. */
export function isSmallerBetter(name: string): boolean {
  return /loss|error|perplexity|divergence|distance|entropy|(^|[^a-z])(mse|mae|mape|msle|rmse|nll|wer|cer|ppl)([^a-z]|$)/i.test(
    name,
  );
}
