/** What a vendor's prompt cache asks for. */
export interface VendorCache {
  /** A shorter prefix is not cached. */
  readonly minTokens: number;
  /** How long a prefix stays without being read; each reading begins it anew. */
  readonly idleMs: number;
  /**
   * Whether requests say that they want the cache: by a key, or by marking the end of the prefix.
   * Else the vendor caches by itself, and only the order of the calls is ours.
   */
  readonly asked: boolean;
  /** Only what a request marks is kept, and the mark is where the prefix ends. */
  readonly marks: boolean;
}

/** `key`: as `auto`, and the prefix is named to servers that may not know the field. */
export type PromptCaching = 'auto' | 'key' | 'off';

/** OpenAI and Azure say 5 to 10 minutes, Anthropic 5; Google says nothing. */
const IDLE_MS = 5 * 60_000;

const OPENAI_MIN_TOKENS = 1_024;

/**
 * By the beginning of the model's name; the first that fits.
 * Source: the Claude API's page "Prompt caching", its table of minima; 2026-11-24.
 */
const CLAUDE_MIN_TOKENS: readonly (readonly [name: string, tokens: number])[] = [
  ['claude-opus-5', 512],
  ['claude-opus-4-8', 1_024],
  ['claude-opus-4-7', 2_048],
  ['claude-opus-4-6', 4_096],
  ['claude-opus-4-5', 4_096],
  ['claude-opus-4', 1_024],
  ['claude-sonnet', 1_024],
  ['claude-3-7-sonnet', 1_024],
  ['claude-3-5-haiku', 2_048],
];

/**
 * The prompt cache behind a reader, or undefined where there is none or it is not wanted.
 *
 * @param model  The vendor's model, not a deployment's name.
 */
export function vendorCache(
  provider: string,
  model: string,
  caching: PromptCaching,
): VendorCache | undefined {
  if (caching === 'off') return undefined;
  switch (provider) {
    case 'openai':
      return { minTokens: OPENAI_MIN_TOKENS, idleMs: IDLE_MS, asked: true, marks: false };
    case 'azure':
    case 'openai-compatible':
      return {
        minTokens: OPENAI_MIN_TOKENS,
        idleMs: IDLE_MS,
        asked: caching === 'key',
        marks: false,
      };
    case 'anthropic':
      return { minTokens: claudeMinTokens(model), idleMs: IDLE_MS, asked: true, marks: true };
    case 'gemini':
      return { minTokens: geminiMinTokens(model), idleMs: IDLE_MS, asked: false, marks: false };
    default:
      return undefined;
  }
}

/** Of a model that is not in the table the largest: below it a cache is worth little anyway. */
function claudeMinTokens(model: string): number {
  return CLAUDE_MIN_TOKENS.find(([name]) => model.startsWith(name))?.[1] ?? 4_096;
}

/** Source: the Gemini API's page "Context caching", of implicit caching; 2026-11-24. */
function geminiMinTokens(model: string): number {
  return model.startsWith('gemini-2.5') ? 2_048 : 4_096;
}
