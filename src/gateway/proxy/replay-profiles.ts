import type { Volatile } from './volatile.ts';

/** What is volatile in the requests of one SDK, and how that is known. */
export interface ReplayProfile extends Volatile {
  /** The release, and the work, with which `proveReplay` has passed. */
  readonly provedWith: string;
}

/** The SDKs whose replay was proved; all others are bought each time. */
export const REPLAY_PROFILES: Readonly<Record<string, ReplayProfile>> = {
  mem0: {
    // Its prompt for extraction says what day it is; nothing else differs from run to run.
    patterns: [/(?<=^## (?:Observation|Current) Date\n)\d{4}-\d\d-\d\d/m],
    provedWith:
      'mem0ai 3.3.1 for Node and 2.2.1 for Python: add and search, one after another ' +
      '(test/memory-sdks)',
  },
};
