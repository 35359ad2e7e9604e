import type { ModelProvider, ProviderReply, ProviderRequest } from '../../../contracts/model.ts';
import { MabError } from '../../../core/errors.ts';
import { sha256 } from '../../../core/hashing.ts';
import { createRandom } from '../../../core/random.ts';
import { schemaInstance } from '../../../core/schema-instance.ts';
import { refuseExtra } from '../unsupported.ts';

/**
 * A provider whose replies are a function of the request, for tests and dry runs.
 *
 * @param script  Called for each attempt; may throw what a provider throws.
 */
export function createScriptedProvider(
  script: (request: ProviderRequest) => ProviderReply | Promise<ProviderReply>,
): ModelProvider {
  return {
    servedBy: 'scripted (embedded, no language model)',
    async complete(request, signal) {
      if (signal.aborted) {
        throw new MabError('PROVIDER_TIMEOUT', 'The script was stopped.', { retry: 'later' });
      }
      return script(request);
    },
  };
}

/**
 * The script behind `provider: scripted`: eight hexadecimal digits of the prompt's hash, or a value
 * of the schema that they draw.
 */
export function hashScript(request: ProviderRequest): ProviderReply {
  refuseExtra('The scripted reader', request.extra);
  const prompt = request.messages.map(({ content }) => content).join('\n');
  const { model, schema } = request;
  const text = sha256(prompt).slice(0, 8);
  return {
    text: schema
      ? JSON.stringify(schemaInstance(schema.schema, createRandom(`${model} ${text}`), text))
      : text,
    finish: 'stop',
    usage: {
      inputTokens: Math.ceil(prompt.length / 4),
      cachedInputTokens: 0,
      outputTokens: 4,
      cacheWriteTokens: 0,
      reasoningTokens: 0,
      source: 'estimated',
    },
  };
}
