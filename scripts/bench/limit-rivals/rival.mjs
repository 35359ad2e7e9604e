/**
 * The same load as ours through something else: all calls at once, each by the vendor's client with
 * its own retries. Its argument is a job as JSON; prints how many calls were answered.
 *
 * `sdk`: nothing else. `p-queue`: a fixed number in flight. `rate-limiter-flexible`: points for
 * requests and tokens in windows of `windowSeconds`, asked again when its answer says so.
 */
import { createRequire } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';

const job = JSON.parse(process.argv[2]);
const load = createRequire(`${job.folder}/package.json`);
const { default: OpenAI } = load('openai');
const { default: PQueue } = load('p-queue');
const { RateLimiterMemory } = load('rate-limiter-flexible');
const client = new OpenAI({ baseURL: job.baseUrl, apiKey: 'none', timeout: 60_000 });
const filler = 'lorem ipsum '.repeat(Math.ceil(job.promptCharacters / 12));

function call(n) {
  const content = `${filler.slice(0, job.promptCharacters)} Question ${n}?`;
  const messages = [{ role: 'user', content }];
  return client.chat.completions.create({ model: 'm-1', messages, max_completion_tokens: 64 });
}

function paced() {
  const duration = job.windowSeconds;
  const points = (perMinute) => Math.floor((perMinute * duration) / 60);
  const requests = new RateLimiterMemory({ points: points(job.requestsPerMinute), duration });
  const tokens = new RateLimiterMemory({ points: points(job.tokensPerMinute), duration });
  const need = Math.ceil(job.promptCharacters / 4) + 64;
  const take = async (limiter, many) => {
    for (;;) {
      try {
        return await limiter.consume('key', many);
      } catch (refused) {
        if (refused instanceof Error) throw refused;
        await wait(refused.msBeforeNext);
      }
    }
  };
  return async (n) => {
    await take(requests, 1);
    await take(tokens, need);
    return call(n);
  };
}

function way() {
  if (job.kind === 'sdk') return call;
  if (job.kind === 'rate-limiter-flexible') return paced();
  const queue = new PQueue({ concurrency: job.concurrency });
  return (n) => queue.add(() => call(n));
}

const one = way();
const { from, to } = job.calls;
const ended = await Promise.allSettled(
  Array.from({ length: to - from }, (_, at) => one(from + at)),
);
const answered = ended.filter(({ status }) => status === 'fulfilled').length;
process.stdout.write(`${JSON.stringify({ answered })}\n`);
