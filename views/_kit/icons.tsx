import type { RunStatus } from '../../lib/protocol/run.ts';

const PATHS = {
  runs: 'M2 4h2M7 4h7M2 8h2M7 8h7M2 12h2M7 12h7',
  overview: 'M2 13V3M2 13h12M5 10l3-4 2.5 2L14 4',
  gradients: 'M2 13c4 0 5-10 12-10M2 13h12',
  states:
    'M4 9.500a1.5 1.5 0 1 0 .01 0M8 3.500a1.5 1.5 0 1 0 .01 0M12.5 7.500a1.5 1.5 0 1 0 .01 0M5 9.8 7.2 6.300M9.3 5.900l2 2',
  saliency: 'M2 13h12M4 13V9M7 13V4M10 13V7M13 13v-2',
  compare: 'M5 2v12M11 2v12M2 5h6M2 11h6M8 8h6',
  part: 'M2 8h5M7 8c3 0 3-4 7-4M7 8c3 0 3 4 7 4',
  pin: 'M6 2h4l-.5 5 2.500 2.500H4L6.500 7zM8 9.500V14',
  attention: 'M3 4h2l6 8h2M3 12h2l6-8h2M3 4v8M13 4v8',
  events: 'M3 2.500h10v8l-3 3H3zM5.500 5.500h5M5.500 8.500h3M13 10.500h-3v3',
  share: 'M6.5 9.5 9.5 6.500M7 4.500l1.2-1.200a2.8 2.8 0 0 1 4 4L11 8.500M9 11.500l-1.2 1.200a2.8 2.8 0 0 1-4-4L5 7.5',
  moon: 'M13 9.500A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.500z',
  sun: 'M8 5.300a2.7 2.7 0 1 0 .01 0M8 1.500v1.500M8 13v1.500M1.5 8H3M13 8h1.500M3.4 3.400l1 1M11.6 11.600l1 1M12.6 3.400l-1 1M4.4 11.600l-1 1',
  close: 'M4 4l8 8M12 4l-8 8',
  plus: 'M8 3v10M3 8h10',
  down: 'm4 6 4 4 4-4',
  up: 'm4 10 4-4 4 4',
  play: 'M5 3v10l8-5z',
  pause: 'M5 3v10M11 3v10',
  first: 'M4 3v10M12 4 7 8l5 4z',
  last: 'M12 3v10M4 4l5 4-5 4z',
  previous: 'm10 4-4 4 4 4',
  next: 'm6 4 4 4-4 4',
  download: 'M8 2v8.500M4.500 7.500 8 11l3.500-3.500M2.500 13.500h11',
  copy: 'M5.5 5.500h8v8h-8zM10.5 5.500v-3h-8v8h3',
  filter: 'M2 4h12M4.5 8h7M7 12h2',
  language:
    'M8 2a6 6 0 1 0 .01 0M2.2 8h11.6M8 2C6 3.800 5.4 5.800 5.4 8S6 12.200 8 14M8 2c2 1.800 2.6 3.800 2.6 6s-.6 4.200-2.6 6',
  settings: 'M2 4.500h7M12 4.500h2M2 11.500h2M7 11.500h7M10.5 3a1.5 1.5 0 1 0 .01 0M5.5 10a1.5 1.5 0 1 0 .01 0',
  save: 'M8 2.500v7.500M4.8 7.200 8 10.4l3.2-3.200M2.5 13.500h11',
  search: 'M7 2.800a4.2 4.2 0 1 0 .01 0M10.2 10.2 13.5 13.5',
  check: 'm3 8.5 3 3 7-7',
} as const;

export type IconName = keyof typeof PATHS;

/** A 16 px line icon in the text colour. What it means stands beside it or in the button's label. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="kit-icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} fill={name === 'play' ? 'currentColor' : 'none'} />
    </svg>
  );
}

/** Status carries a shape as well as a colour: ring and dot live, tick finished, square stopped, × failed or crashed. */
export function StatusGlyph({ status }: { readonly status: RunStatus }) {
  return (
    <svg className={`kit-status kit-status-${status}`} viewBox="0 0 10 10" aria-hidden="true">
      {status === 'live' ? (
        <>
          <circle cx="5" cy="5" r="2.2" fill="currentColor" />
          <circle cx="5" cy="5" r="4.2" fill="none" stroke="currentColor" />
        </>
      ) : null}
      {status === 'finished' ? (
        <path d="M1.5 5.5 4 8l4.5-6" fill="none" stroke="currentColor" strokeWidth="1.5" />
      ) : null}
      {status === 'stopped' ? (
        <rect x="2" y="2" width="6" height="6" fill="none" stroke="currentColor" strokeWidth="1.5" />
      ) : null}
      {status === 'failed' || status === 'crashed' ? (
        <path d="M2 2l6 6M8 2l-6 6" stroke="currentColor" strokeWidth="1.5" />
      ) : null}
    </svg>
  );
}
