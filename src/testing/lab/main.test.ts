import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

/** 13 tokens of input and 4 of output: 13 × 10 + 4 × 100 pico-dollars. */
const body = JSON.stringify({
  model: 'm',
  messages: [{ role: 'user', content: 'Ahab sailed. The spider spun.\nWhere is the spider?' }],
});

const CONFIG = `
models:
  m:
    price: { inputUsdPerMillion: 0.00001, outputUsdPerMillion: 0.0001 }
faults:
  - firstAttempts: [rate-limit]
`;

/** Serves two requests, of which the first is refused, and is then interrupted. */
async function run(...flags: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, '--config', '-', ...flags], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    child.stdin.end(CONFIG);
    const [url] = (await once(child.stdout, 'data')) as [Buffer];
    const statuses = [];
    for (let send = 0; send < 2; send++) {
      const path = `${String(url).trim()}/chat/completions`;
      const response = await fetch(path, { method: 'POST', body });
      await response.text();
      statuses.push(response.status);
    }
    const rest = text(child.stdout);
    child.kill('SIGTERM');
    return { statuses, printed: await rest, code: await exitOf(child) };
  } finally {
    child.kill('SIGKILL');
  }
}

async function exitOf(child: ReturnType<typeof spawn>): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'exit');
  return child.exitCode;
}

describe('the command mab-lab', () => {
  it('prints its address, and its invoice as a table when it is interrupted', async () => {
    const { statuses, printed, code } = await run();
    assert.deepEqual([statuses, code], [[429, 200], 0]);
    const rows = printed.split('\n').map((line) => line.trim().split(/ {2,}/));
    assert.deepEqual(rows.slice(1), [
      ['anonymous', 'm', 'live', ...['2', '1', '1', '13', '0', '0', '0', '4', '0', '530']],
      ['2 requests, 1 billed: 530 pico-dollars ($0.00000000053)'],
      [''],
    ]);
  });

  it('prints the same as JSON', async () => {
    const { printed } = await run('--json');
    const { totalPicoUsd, lines } = JSON.parse(printed) as {
      totalPicoUsd: string;
      lines: object[];
    };
    assert.equal(totalPicoUsd, '530');
    assert.deepEqual(lines, [
      {
        ...{ key: 'anonymous', model: 'm', lane: 'live', requests: 2, refused: 1, billed: 1 },
        ...{ inputTokens: 13, cachedInputTokens: 0, outputTokens: 4, reasoningTokens: 0 },
        ...{ cacheWriteTokens: 0, cacheWriteHourTokens: 0, picoUsd: '530' },
      },
    ]);
  });

  it('says what is wrong with a configuration, and ends with 2', async () => {
    const child = spawn(process.execPath, [MAIN, '--config', '-'], {
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    child.stdin.end('models: { m: { price: { inputUsdPerMillion: 1 } } }\nlatencyMS: 5');
    const printed = await text(child.stderr);
    assert.equal(await exitOf(child), 2);
    assert.match(printed, /outputUsdPerMillion/);
    assert.match(printed, /latencyMS/);
  });
});
