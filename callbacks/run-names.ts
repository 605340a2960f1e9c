import { randomId } from '../lib/base/random-id.ts';

// Random numbers come from the platform: Math.random may be the user's seeded generator, and we draw nothing from it.

const QUALITIES =
  'amber bold brisk calm clear cosy crisp deft early fair fleet fond gentle glad grand keen kind lively lucid mellow neat nimble plain proud quick quiet rapid ripe serene sharp silver sleek smooth snug solid spry still sunny swift tidy vivid warm wise young'.split(
    ' ',
  );
const THINGS =
  'anchor arbor basin beacon birch bridge brook canyon cedar cliff comet cove creek delta dune ember fern field fjord forest gale garden glade grove harbor heron island lagoon lantern larch marsh meadow mesa orchard otter pebble pine prairie reef ridge river shore sparrow spring summit tide valley willow'.split(
    ' ',
  );

/** A readable name for a run that was given none: `calm-meadow-417`. */
export function generateName(): string {
  // 2³² is so much larger than any list that the rest of the division does not show.
  const [a = 0, b = 0, c = 0] = globalThis.crypto.getRandomValues(new Uint32Array(3));
  return `${QUALITIES[a % QUALITIES.length]}-${THINGS[b % THINGS.length]}-${100 + (c % 900)}`;
}

/** A run's identity: 12 characters, 60 random bits. */
export function generateRunId(): string {
  return randomId(12);
}
