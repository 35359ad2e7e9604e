import { z } from 'zod';
import type { VendorError } from '../http/status-error.ts';

/** Google's error model with the details that are used. Source: google.rpc.error_details. */
const errorSchema = z.object({
  error: z.object({
    message: z.string().nullish(),
    details: z
      .array(
        z.object({
          /** Of RetryInfo: seconds as text, `34s` or `34.07s`. */
          retryDelay: z.string().nullish(),
          /** Of ErrorInfo. */
          reason: z.string().nullish(),
          /** Of QuotaFailure: `GenerateRequestsPerDayPerProjectPerModel-FreeTier`. */
          violations: z.array(z.object({ quotaId: z.string().nullish() })).nullish(),
        }),
      )
      .nullish()
      .catch(undefined),
  }),
});

type Detail = NonNullable<z.infer<typeof errorSchema>['error']['details']>[number];

/** What an error body of the Gemini API says; a quota of the day is not waited for. */
export function parseGeminiError(body: string): VendorError {
  try {
    const { error } = errorSchema.parse(JSON.parse(body));
    const details = error.details ?? [];
    return {
      message: error.message ?? '',
      kind: kindOf(details),
      retryAfterMs: retryAfterMs(details),
    };
  } catch {
    return { message: body.slice(0, 200) };
  }
}

function kindOf(details: readonly Detail[]): VendorError['kind'] {
  if (details.some(({ reason }) => reason === 'API_KEY_INVALID')) return 'key-refused';
  const quotas = details.flatMap(({ violations }) => violations ?? []);
  return quotas.some(({ quotaId }) => quotaId?.includes('PerDay')) ? 'quota-empty' : undefined;
}

function retryAfterMs(details: readonly Detail[]): number | undefined {
  const delay = details.map(({ retryDelay }) => /^(\d+(?:\.\d+)?)s$/.exec(retryDelay ?? '')?.[1]);
  const seconds = delay.find((text) => text !== undefined);
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1_000);
}
