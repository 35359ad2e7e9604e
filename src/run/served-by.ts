import type { UsedCall } from '../contracts/gateway.ts';
import type { ServedBy } from '../contracts/records.ts';

/** Who served some calls, in the order of the routes' names. */
export function servedBy(uses: readonly UsedCall[]): ServedBy[] {
  return addServed(
    uses.map(({ route, servedBy, reply }) => ({
      ...{ route: route ?? servedBy, servedBy },
      ...('vector' in reply ? { calls: 0, embeddedTexts: 1 } : { calls: 1, embeddedTexts: 0 }),
    })),
  );
}

/** Sums by route and server. */
export function addServed(served: readonly ServedBy[]): ServedBy[] {
  const byRoute = Map.groupBy(served, (one) => `${one.route}\n${one.servedBy}`);
  return [...byRoute.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, same]) => ({
      ...(same[0] as ServedBy),
      calls: same.reduce((sum, { calls }) => sum + calls, 0),
      embeddedTexts: same.reduce((sum, { embeddedTexts }) => sum + embeddedTexts, 0),
    }));
}
