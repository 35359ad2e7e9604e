import { type FieldRules, idle, READ, refused } from '../field-rules.ts';

const ONE_TEXT = 'the ledger keeps one text of a reply, and nothing beside it';

/**
 * The fields of a chat completion request. All that is not named here can change the reply: it is
 * sent as it is, and is part of the call's key.
 * Source: the OpenAI API reference, "Create chat completion"; read on 2026-11-24.
 */
export const CHAT_FIELDS: FieldRules = {
  model: READ,
  messages: READ,
  max_tokens: READ,
  max_completion_tokens: READ,
  temperature: READ,
  seed: READ,
  tools: READ,
  tool_choice: READ,
  response_format: READ,
  stream: READ,
  stream_options: READ,
  store: idle('says whether the vendor keeps the reply for its own tools'),
  metadata: idle('labels a reply that the vendor keeps'),
  prompt_cache_key: idle('routes to the vendor’s cache; the gateway sets its own'),
  prompt_cache_retention: idle('says how long the vendor’s cache lives'),
  safety_identifier: idle('names the end user to the vendor'),
  service_tier: refused('another tier has another price', 'auto', 'default'),
  n: refused(ONE_TEXT, 1),
  best_of: refused('the vendor bills for replies that nobody sees', 1),
  logprobs: refused(ONE_TEXT, false),
  top_logprobs: refused(ONE_TEXT, 0),
  modalities: refused('only text is metered', ['text']),
  audio: refused('only text is metered'),
  prediction: refused('the vendor bills for it beyond the limit of the reply'),
  web_search_options: refused('a search has a price of its own'),
  functions: refused('`tools` took its place'),
  function_call: refused('`tool_choice` took its place'),
};
