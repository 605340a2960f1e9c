/** The dot in a run's colour. The index belongs to the run, so it keeps its colour everywhere. */
export function RunDot({ colour }: { readonly colour: number }) {
  return <i className="kit-dot" style={{ background: `var(--run-${(colour % 8) + 1})` }} />;
}
