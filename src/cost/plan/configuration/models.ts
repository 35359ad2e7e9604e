/**
 * Models by sensitivity to cost, as §10.2 of the requirements document names them. Its Gemini 2.0
 * Flash and Claude 3.7 Sonnet are no longer served: their successors stand here.
 */
export const MODELS = {
  high: [{ provider: 'openai', model: 'gpt-4.1-mini' }],
  medium: [
    { provider: 'openai', model: 'gpt-4.1-mini' },
    { provider: 'openai', model: 'gpt-4o' },
  ],
  low: [
    { provider: 'openai', model: 'gpt-4o' },
    { provider: 'anthropic', model: 'claude-sonnet-4-6' },
  ],
} as const;
