/** What the page keeps of the run list; see {@link watchList}. */
export interface ListWatched {
  /** When the first frame with rows had been painted, and the first after all runs were there, ms since navigation; 0: not yet. */
  paintedAt: number;
  wholeAt: number;
  /** One per key press in the filter: ms until the frame that shows the answer had been painted. */
  readonly answers: number[];
  startFrames(): void;
  endFrames(): { readonly longestMs: number; readonly frames: number; readonly rows: number };
}

/**
 * Runs in the page before its own scripts: looks at the list after every change of the page, in the frame after the one that
 * painted it. Nothing of the page is changed.
 */
export function watchList(): void {
  const times: number[] = [];
  const rows = new Set<string>();
  let isCounting = false;
  /** A press whose answer is not painted yet. */
  let pressedAt = 0;
  const watched: ListWatched = {
    paintedAt: 0,
    wholeAt: 0,
    answers: [],
    startFrames() {
      times.length = 0;
      rows.clear();
      isCounting = true;
      const tick = (now: number) => {
        times.push(now);
        for (const row of document.querySelectorAll('.runs-row')) rows.add(row.getAttribute('aria-rowindex') ?? '');
        if (isCounting) requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
    },
    endFrames() {
      isCounting = false;
      const gaps = times.slice(1).map((time, index) => time - times[index]!);
      return { longestMs: Math.max(...gaps), frames: gaps.length, rows: rows.size };
    },
  };
  (window as Window & { listWatched?: ListWatched }).listWatched = watched;
  /** After the frame that paints what is there now. */
  const painted = (then: (at: number) => void) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      // a message comes after the frame was handed on
      port1.onmessage = () => then(performance.now());
      port2.postMessage(null);
    });
  let [isPainting, isFinishing] = [false, false];
  const look = () => {
    if (!isPainting && document.querySelector('.runs-row')) {
      isPainting = true;
      painted((at) => (watched.paintedAt = at));
    }
    const count = document.querySelector('.runs-count')?.textContent ?? '';
    if (!isFinishing && isPainting && count !== '' && !/coming/.test(count)) {
      isFinishing = true;
      painted((at) => (watched.wholeAt = at));
    }
    const field = document.querySelector<HTMLInputElement>('.runs-filter input');
    const line = document.querySelector<HTMLElement>('.runs-filter')?.dataset.answered;
    if (pressedAt > 0 && field && line === field.value) {
      const from = pressedAt;
      pressedAt = 0;
      painted((at) => watched.answers.push(at - from));
    }
  };
  new MutationObserver(look).observe(document, {
    ...{ subtree: true, childList: true, characterData: true, attributes: true },
    attributeFilter: ['data-answered'],
  });
  window.addEventListener(
    'keydown',
    ({ target, timeStamp }) => {
      if (target instanceof HTMLInputElement && target.closest('.runs-filter')) pressedAt = timeStamp;
    },
    true,
  );
}
