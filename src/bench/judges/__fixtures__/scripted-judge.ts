import assert from 'node:assert/strict';
import type { ChatModel, ChatReply, ChatRequest } from '../../../contracts/model.ts';

/**
 * A judge that says what the script says for each step, and writes down what it was asked. A step
 * that the script does not know is a failure. Text stands for a reply that ended by itself.
 */
export function scriptedJudge(script: Readonly<Record<string, string | ChatReply>>) {
  const requests: { request: ChatRequest; step: string }[] = [];
  const judge: ChatModel = {
    id: 'scripted',
    contextWindow: 100_000,
    async chat(request, step) {
      requests.push({ request, step });
      const said = script[step];
      assert.ok(said !== undefined, `Nobody expected the step ${step}.`);
      return typeof said === 'string' ? { text: said, finish: 'stop' } : said;
    },
  };
  return {
    judge,
    requests,
    steps: (): string[] => requests.map(({ step }) => step),
    /** The last message of the n-th request. */
    asked: (at: number): string => requests[at]?.request.messages.at(-1)?.content ?? '',
  };
}
