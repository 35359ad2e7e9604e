import { type FieldRules, idle, READ, refused } from '../field-rules.ts';

const NO_MEMORY = 'nothing is kept between requests; send the whole conversation as `input`';

/**
 * The fields of a response request. What is not named here is refused: the reader may speak another
 * format, and only the common part can be translated.
 * Source: the OpenAI API reference, "Create a model response"; read on 2026-11-24.
 */
export const RESPONSES_FIELDS: FieldRules = {
  model: READ,
  input: READ,
  instructions: READ,
  max_output_tokens: READ,
  temperature: READ,
  top_p: READ,
  text: READ,
  tools: READ,
  tool_choice: READ,
  parallel_tool_calls: READ,
  stream: READ,
  stream_options: READ,
  user: READ,
  store: idle('says whether the vendor keeps the reply; the proxy has none to be fetched'),
  metadata: idle('labels a reply that the vendor keeps'),
  prompt_cache_key: idle('routes to the vendor’s cache; the gateway sets its own'),
  prompt_cache_retention: idle('says how long the vendor’s cache lives'),
  safety_identifier: idle('names the end user to the vendor'),
  truncation: refused('a text that is too long is refused, never cut', 'disabled'),
  service_tier: refused('another tier has another price', 'auto', 'default'),
  background: refused('a reply is waited for', false),
  include: refused('the ledger keeps texts and calls of functions only', []),
  previous_response_id: refused(NO_MEMORY),
  conversation: refused(NO_MEMORY),
  top_logprobs: refused('the ledger keeps one text of a reply, and nothing beside it', 0),
};
