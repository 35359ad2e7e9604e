import type { ModelProvider, ProviderReply, ProviderRequest } from '../../../contracts/model.ts';
import { errorMessage, MabError } from '../../../core/errors.ts';
import { statusError } from './status-error.ts';
import { parseCompletion } from './wire.ts';

export interface OpenAiCompatibleOptions {
  /** Where `/chat/completions` is served, for example `http://127.0.0.1:8080/v1`. */
  readonly baseUrl: string;
  /** Sent as `Authorization: Bearer`, or as `api-key` for Azure. Absent: no key is sent. */
  readonly apiKey?: string | undefined;
  readonly keyHeader?: 'authorization' | 'api-key';
  /** Added to the URL (Azure's `api-version`). */
  readonly query?: Readonly<Record<string, string>>;
  /**
   * OpenAI's newer models take `max_completion_tokens` only; most other servers `max_tokens` only.
   */
  readonly outputLimitField: 'max_tokens' | 'max_completion_tokens';
  /** Port to the network; `fetch` itself but in tests. */
  readonly fetch?: typeof fetch;
}

/**
 * Speaks OpenAI's chat completions: OpenAI, Azure OpenAI, vLLM, Ollama, llama.cpp and their kin.
 */
export function createOpenAiCompatibleProvider(options: OpenAiCompatibleOptions): ModelProvider {
  const url = new URL(`${options.baseUrl.replace(/\/+$/, '')}/chat/completions`);
  for (const [name, value] of Object.entries(options.query ?? {})) {
    url.searchParams.set(name, value);
  }
  const headers = { 'content-type': 'application/json', ...keyHeaders(options) };
  const send = options.fetch ?? fetch;
  return {
    servedBy: url.origin,
    async complete(request, signal) {
      const body = JSON.stringify(requestBody(request, options.outputLimitField));
      const response = await reach(url, () =>
        send(url, { method: 'POST', headers, body, signal, redirect: 'error' }),
      );
      const text = withoutKey(await readBody(response, url), options.apiKey);
      if (!response.ok) throw statusError(response, text, url);
      return readReply(text, url);
    },
  };
}

/** Some servers quote the key that they refuse; it must not get into messages or logs. */
function withoutKey(text: string, apiKey: string | undefined): string {
  return apiKey === undefined ? text : text.replaceAll(apiKey, '[key]');
}

function keyHeaders({ apiKey, keyHeader }: OpenAiCompatibleOptions): Record<string, string> {
  if (apiKey === undefined) return {};
  return keyHeader === 'api-key' ? { 'api-key': apiKey } : { authorization: `Bearer ${apiKey}` };
}

function requestBody(request: ProviderRequest, outputLimitField: string): object {
  const { model, messages, maxOutputTokens, temperature, seed } = request;
  return { model, messages, [outputLimitField]: maxOutputTokens, temperature, seed };
}

async function reach(url: URL, send: () => Promise<Response>): Promise<Response> {
  try {
    return await send();
  } catch (error) {
    throw transportError(error, url);
  }
}

async function readBody(response: Response, url: URL): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    throw transportError(error, url, { bodyStarted: true });
  }
}

function readReply(text: string, url: URL): ProviderReply {
  try {
    return parseCompletion(JSON.parse(text));
  } catch (error) {
    const message = `${url.origin} answered with something that is no chat completion`;
    throw new MabError('PROVIDER_REPLY_UNREADABLE', `${message}: ${text.slice(0, 120)}`, {
      blame: 'provider',
      retry: 'later',
      hint: 'Check that `baseUrl` is an OpenAI-compatible API; its address often ends in /v1.',
      cause: error,
      details: { mayBeBilled: true },
    });
  }
}

/** Codes of failures before the request can have been read by a server. */
const NOT_SENT = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
]);

function transportError(error: unknown, url: URL, { bodyStarted = false } = {}): MabError {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new MabError('PROVIDER_TIMEOUT', `${url.origin} did not answer in time.`, {
      blame: 'provider',
      retry: 'later',
      hint: 'Raise `timeoutMs` of the model, or lower `concurrency`.',
      details: { mayBeBilled: true },
    });
  }
  const cause = error instanceof Error ? error.cause : undefined;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? '';
  const reason = cause === undefined ? errorMessage(error) : errorMessage(cause);
  return new MabError(
    'PROVIDER_UNREACHABLE',
    `${url.origin} cannot be reached: ${reason || code}.`,
    {
      blame: 'provider',
      retry: 'later',
      hint: 'Check `baseUrl`, the network, and that the server is running.',
      cause: error,
      details: { mayBeBilled: bodyStarted || !NOT_SENT.has(code) },
    },
  );
}
