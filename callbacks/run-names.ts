import { randomBytes, randomInt } from 'node:crypto';

// Random numbers come from node:crypto: Math.random may be the user's seeded generator, and we draw nothing from it.

const QUALITIES =
  'amber bold brisk calm clear cosy crisp deft early fair fleet fond gentle glad grand keen kind lively lucid mellow neat nimble plain proud quick quiet rapid ripe serene sharp silver sleek smooth snug solid spry still sunny swift tidy vivid warm wise young'.split(
    ' ',
  );
const THINGS =
  'anchor arbor basin beacon birch bridge brook canyon cedar cliff comet cove creek delta dune ember fern field fjord forest gale garden glade grove harbor heron island lagoon lantern larch marsh meadow mesa orchard otter pebble pine prairie reef ridge river shore sparrow spring summit tide valley willow'.split(
    ' ',
  );
// Without i, l, o, u: hard to misread, hard to spell something.
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

/** A readable name for a run that was given none: `calm-meadow-417`. */
export function generateName(): string {
  return `${QUALITIES[randomInt(QUALITIES.length)]}-${THINGS[randomInt(THINGS.length)]}-${randomInt(100, 1000)}`;
}

/** A run's identity: 12 characters, 60 random bits. */
export function generateRunId(): string {
  return Array.from(randomBytes(12), (byte) => LETTERS[byte & 31]).join('');
}
