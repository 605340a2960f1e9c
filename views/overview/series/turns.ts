/** Charts that may be made between two frames: one takes several ms. */
const A_FRAME = 1;

const waiting = new Set<() => void>();
let asked = false;

/** Calls back when it is this chart's turn: few a frame, so that scrolling stays fluid. Returns how to give the turn up. */
export function takeTurn(make: () => void): () => void {
  waiting.add(make);
  ask();
  return () => waiting.delete(make);
}

function ask(): void {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    for (const make of [...waiting].slice(0, A_FRAME)) {
      waiting.delete(make);
      make();
    }
    if (waiting.size > 0) ask();
  });
}
