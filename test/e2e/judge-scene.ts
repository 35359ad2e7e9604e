import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { RunReport } from '../../src/contracts/report.ts';
import { type Arena, createArena } from '../chaos/support/arena.ts';
import { DATASET, factRow } from '../chaos/support/small-dataset.ts';

/** What a judge on a server of ours says. */
export interface Said {
  readonly text?: string;
  /** As OpenAI has it: `length`, `content_filter`; absent: `stop`. */
  readonly finish?: string;
  /** Instead of a reply. */
  readonly status?: number;
}

/** A call to a judge as its script sees it. */
export interface AskedJudge {
  readonly model: string;
  /** Of the question that is marked, among those of `QUESTIONS`, from 0; -1: it is none of them. */
  readonly question: number;
  readonly prompt: string;
  /** The verdict is asked for a second time. */
  readonly isRepair: boolean;
}

/** A server of judges, in OpenAI's format, that say what a script has for them. */
export interface JudgeServer extends AsyncDisposable {
  readonly url: string;
  readonly asked: AskedJudge[];
  /** The script; may be changed at any time. */
  say: (asked: AskedJudge) => Said;
}

export const RIGHT: Said = { text: '{"correct": true}' };
export const WRONG: Said = { text: '{"correct": false}' };

/** Two contexts with so many questions each, in all `2 × QUESTIONS`. */
export const QUESTIONS = 4;
const TEXTS = [0, 1].flatMap((row) => factRow(row, QUESTIONS).questions ?? []);

export async function startJudges(say: JudgeServer['say']): Promise<JudgeServer> {
  const asked: AskedJudge[] = [];
  const http = createServer(async (request, response) => {
    const call = readCall(await bodyOf(request));
    asked.push(call);
    const { text = '', finish = 'stop', status = 200 } = judges.say(call);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        ...(status === 200 ? {} : { error: { message: 'The judge is not to be had.' } }),
        ...{ id: 'a', object: 'chat.completion', created: 1, model: call.model },
        choices: [
          { index: 0, finish_reason: finish, message: { role: 'assistant', content: text } },
        ],
        usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 },
      }),
    );
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const judges: JudgeServer = {
    ...{ url: `http://127.0.0.1:${port}`, asked, say },
    async [Symbol.asyncDispose]() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
  return judges;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request.setEncoding('utf8')) body += part;
  return body;
}

function readCall(body: string): AskedJudge {
  const { model, messages } = JSON.parse(body) as {
    model: string;
    messages: readonly { role: string; content: string }[];
  };
  const prompt = messages.map(({ content }) => content).join('\n');
  const question = TEXTS.findIndex((text) => text !== null && prompt.includes(text));
  return { model, question, prompt, isRepair: messages.some(({ role }) => role === 'assistant') };
}

/** Data, workspaces, and the files that commands are given. */
export interface JudgeScene extends Disposable {
  readonly arena: Arena;
  /** A configuration with one method and a scripted reader. @returns its path. */
  config(changes?: object): string;
  /** A file of judges on a server. @returns its path. */
  judges(url: string, names: readonly string[], changes?: object): string;
}

export function createScene(): JudgeScene {
  const arena = createArena(QUESTIONS);
  const write = (name: string, value: object): string => {
    const path = join(arena.folder(), name);
    writeFileSync(path, JSON.stringify(value));
    return path;
  };
  return {
    arena,
    config: (changes = {}) =>
      write('run.json', {
        ...{
          name: 'judged',
          data: { folder: arena.data },
          methods: ['no-memory'],
          controls: false,
        },
        datasets: [{ id: DATASET, chunkTokens: 64 }],
        reader: { provider: 'scripted', model: 'script' },
        ...changes,
      }),
    judges: (url, names, changes = {}) =>
      write('judges.json', { judge: panelOf(url, names), ...changes }),
    [Symbol.dispose]: () => arena[Symbol.dispose](),
  };
}

/** Judges on a server, as a configuration has them. */
export function panelOf(url: string, names: readonly string[]) {
  const models = names.map((model) => ({
    ...{ provider: 'openai-compatible', baseUrl: url, model, logicalModel: model, pinned: true },
    ...{ contextTokens: 16_000, attemptsMax: 1 },
    price: { inputUsdPerMillion: 1, outputUsdPerMillion: 2 },
  }));
  return { models };
}

/** The first cell of a report. */
export function cellOf({ cells: [cell] }: RunReport) {
  assert.ok(cell);
  return cell;
}
