/** Starts the ids that we give to calls for which the vendor has none. */
const OURS = 'unnamed-call-';

/** @param at  Place of the call in its turn, from 0. */
export function ourCallId(name: string, at: number): string {
  return `${OURS}${name}-${at}`;
}

/** Whether the vendor does not know an id. */
export function isOurCallId(id: string): boolean {
  return id.startsWith(OURS);
}
