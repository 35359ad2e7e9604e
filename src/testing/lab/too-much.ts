import type { Vendor } from '../dialects/dialect.ts';
import type { Call } from './call.ts';
import type { ModelOptions } from './lab-options.ts';
import type { NoTicket } from './ticket.ts';

/** Why a request is more than its model can take; undefined where it is not. */
export function tooMuch(
  { dialect, exchange }: Call,
  { contextTokens, outputTokensMax }: ModelOptions,
  input: number,
): NoTicket | undefined {
  const output = exchange.maxOutputTokens ?? 0;
  if (outputTokensMax !== undefined && output > outputTokensMax) {
    const message = `max_tokens: ${output} > ${outputTokensMax}, the most of this model.`;
    return { refusal: 'bad-request', facts: { message } };
  }
  if (contextTokens === undefined || input + output <= contextTokens) return undefined;
  const message = WORDS[dialect.vendor](input, output, contextTokens);
  return { refusal: 'context-full', facts: { message } };
}

const WORDS: Readonly<Record<Vendor, (input: number, output: number, most: number) => string>> = {
  openai: (input, output, most) =>
    `This model's maximum context length is ${most} tokens. However, you requested ` +
    `${input + output} tokens (${input} in the messages, ${output} in the completion).`,
  anthropic: (input, output, most) =>
    input > most
      ? `prompt is too long: ${input} tokens > ${most} maximum`
      : `input length and \`max_tokens\` exceed context limit: ${input} + ${output} > ${most}, ` +
        'decrease input length or `max_tokens` and try again',
  gemini: (input, _, most) =>
    `The input token count (${input}) exceeds the maximum number of tokens allowed (${most}).`,
};
