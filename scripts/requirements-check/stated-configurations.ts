/** Dollars a month, or the ends of a range of them. */
type Usd = number | readonly [low: number, high: number];

/** The lines of 10.1, as the document states them. */
export interface StatedConfiguration {
  readonly compute: number;
  readonly gpu: number;
  readonly storage: readonly number[];
  readonly api: readonly [low: number, high: number];
  readonly other: readonly number[];
  readonly network: number;
}

export const MINIMAL: StatedConfiguration = {
  ...{ compute: 60, gpu: 0, storage: [2], api: [100, 150], other: [], network: 5 },
};

export const STANDARD: StatedConfiguration = {
  ...{ compute: 180, gpu: 80, storage: [5, 10, 15], api: [350, 500], other: [20], network: 15 },
};

export const FULL: StatedConfiguration = {
  ...{ compute: 400, gpu: 600, storage: [20, 10, 50], api: [2000, 3000] },
  ...{ other: [150, 50, 150], network: 100 },
};

export const CONFIGURATIONS = { minimal: MINIMAL, standard: STANDARD, full: FULL };

/** All of a configuration, in the document's order. */
export function partsOf(configuration: StatedConfiguration): Usd[] {
  const { compute, gpu, storage, api, other, network } = configuration;
  return [compute, ...(gpu > 0 ? [gpu] : []), ...storage, api, ...other, network];
}
