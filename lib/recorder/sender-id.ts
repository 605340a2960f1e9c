import { randomId } from '../base/random-id.ts';

/** Names this process, or this page, to servers: what it sends of a run is counted under this name. */
export const SENDER_ID: string = randomId(20);
