import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ROOT } from '../list-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'mab-bootstrap-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const program = join(folder, 'program.ts');
writeFileSync(
  program,
  `
  export async function main(args: readonly string[]): Promise<number> {
    const line = (text: string) => process.stdout.write(text + '\\n');
    line('arguments ' + JSON.stringify(args) + ' ' + JSON.stringify(process.argv.slice(2)));
    const stopped = new Promise<void>((resolve) => {
      if (args[0] !== 'wait') return resolve();
      const timer = setInterval(() => {}, 60_000);
      process.on('SIGINT', () => line('SIGINT'));
      process.on('SIGTERM', () => { clearInterval(timer); resolve(); });
    });
    line('process ' + process.pid);
    await stopped;
    if (args[0] === 'die') process.kill(process.pid, 'SIGTERM');
    return 7;
  }
  `,
);

/** As npm starts us, which makes a child process even where this Node would do. */
const FROM_NPM = { ...process.env, npm_lifecycle_event: 'test' };
const { npm_lifecycle_event: _, ...BY_HAND } = process.env;
const onPosix = process.platform === 'win32' ? 'signals are a matter of POSIX' : false;

function start(environment: NodeJS.ProcessEnv, ...args: string[]): ChildProcess {
  const all = [join(ROOT, 'scripts', 'bootstrap.mjs'), program, ...args];
  return spawn(process.execPath, all, { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
}

interface Ended {
  readonly output: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Calls `onText` with all output so far, each time there is more. */
async function end(
  child: ChildProcess,
  onText: (output: string) => void = () => {},
): Promise<Ended> {
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    onText(output);
  });
  const [code, signal] = await once(child, 'close');
  return { output, code, signal };
}

for (const [how, environment] of [
  ['by hand', BY_HAND],
  ['from npm', FROM_NPM],
] as const) {
  test(`a file's main gets the arguments and gives the exit code, started ${how}`, async () => {
    const { output, code } = await end(start(environment, 'a', '--b=c d'));
    const args = JSON.stringify(['a', '--b=c d']);
    assert.equal(output.split('\n')[0], `arguments ${args} ${args}`);
    assert.equal(code, 7);
  });

  test(`death by a signal is passed on, started ${how}`, { skip: onPosix }, async () => {
    const { signal } = await end(start(environment, 'die'));
    assert.equal(signal, 'SIGTERM');
  });
}

test('a signal repeated at once, as npm does, arrives once', { skip: onPosix }, async () => {
  const child = start(FROM_NPM, 'wait');
  let signals = 0;
  const { output, code } = await end(child, (text) => {
    if (signals === 0 && /^process/m.test(text)) {
      signals = 1;
      child.kill('SIGINT');
    }
    if (signals === 1 && text.includes('SIGINT')) {
      signals = 2;
      child.kill('SIGINT');
      child.kill('SIGTERM');
    }
  });
  assert.equal(output.match(/SIGINT/g)?.length, 1);
  assert.equal(code, 7);
});

test('a parent that is killed outright takes its child along', { skip: onPosix }, async () => {
  const child = start(FROM_NPM, 'wait');
  // `close` comes when nobody holds the output open any more, so when the grandchild has ended too.
  const { output, signal } = await end(child, (text) => {
    if (/^process/m.test(text)) child.kill('SIGKILL');
  });
  assert.equal(signal, 'SIGKILL');
  const inner = Number(/^process (\d+)$/m.exec(output)?.[1]);
  assert.ok(inner > 0 && inner !== child.pid);
});

test('a file that does not exist is named', async () => {
  const args = [join(ROOT, 'scripts', 'bootstrap.mjs'), 'absent.ts'];
  const child = spawn(process.execPath, args, {
    env: BY_HAND,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const [code] = await once(child, 'close');
  assert.equal(code, 2);
  assert.equal(text, `There is no file ${join(ROOT, 'absent.ts')}.\n`);
});
