/** How a machine can be paid: by the hour, or with a commitment of one or three years. */
export const MACHINE_METERS = [
  'on-demand',
  'spot',
  'reserved-1y',
  'reserved-3y',
  'savings-plan-1y',
  'savings-plan-3y',
] as const;

/** One of these ways. */
export type MachineMeter = (typeof MACHINE_METERS)[number];
