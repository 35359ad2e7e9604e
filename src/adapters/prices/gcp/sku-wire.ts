import { z } from 'zod';

/** Source: Cloud Billing API, `services.skus.list`. Lenient: other fields are not looked at. */
export const skuPage = z.object({
  skus: z.array(
    z.object({
      description: z.string(),
      category: z.object({ resourceFamily: z.string(), usageType: z.string() }),
      serviceRegions: z.array(z.string()),
      pricingInfo: z.array(
        z.object({
          pricingExpression: z.object({
            usageUnit: z.string(),
            tieredRates: z.array(
              z.object({
                startUsageAmount: z.number(),
                unitPrice: z.object({
                  currencyCode: z.string(),
                  /** A whole number of dollars; absent: none. */
                  units: z.string().default('0'),
                  nanos: z.int().default(0),
                }),
              }),
            ),
          }),
        }),
      ),
    }),
  ),
  nextPageToken: z.string().optional(),
});
export type Sku = z.infer<typeof skuPage>['skus'][number];

/** What a part costs in an hour; undefined where it is not priced by the hour in US dollars. */
export function hourPrice({ pricingInfo }: Sku): number | undefined {
  const { usageUnit, tieredRates } = pricingInfo.at(-1)?.pricingExpression ?? {};
  const price = tieredRates?.find(({ startUsageAmount }) => startUsageAmount === 0)?.unitPrice;
  if (price?.currencyCode !== 'USD') return undefined;
  if (usageUnit !== 'h' && usageUnit !== 'GiBy.h') return undefined;
  return Number(price.units) + price.nanos / 1e9;
}
