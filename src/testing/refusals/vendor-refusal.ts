import type { Vendor } from '../dialects/dialect.ts';
import { anthropicRefusal } from './anthropic-refusal.ts';
import { geminiRefusal } from './gemini-refusal.ts';
import { openAiRefusal } from './openai-refusal.ts';
import type { Refusal, RefusalFacts, RefusalKind } from './refusal.ts';

const REFUSALS: Readonly<Record<Vendor, (kind: RefusalKind, facts?: RefusalFacts) => Refusal>> = {
  openai: openAiRefusal,
  anthropic: anthropicRefusal,
  gemini: geminiRefusal,
};

/** How a vendor says that it will not serve. */
export function vendorRefusal(vendor: Vendor, kind: RefusalKind, facts?: RefusalFacts): Refusal {
  return REFUSALS[vendor](kind, facts);
}
