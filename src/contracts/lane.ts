/**
 * How calls that can wait are bought: one by one and now, or through the vendor's batch API.
 * `auto`: by batch where the vendor has one and enough calls wait together.
 */
export const LANES = ['live', 'batch', 'auto'] as const;
export type Lane = (typeof LANES)[number];
