import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { commands } from '../../src/app/commands.ts';
import type { Advice } from '../../src/contracts/advice.ts';
import { createArena } from '../chaos/support/arena.ts';
import { readFailure } from './bad-input-world.ts';
import { mab } from './cli-world.ts';

const arena = createArena();
after(() => arena[Symbol.dispose]());

function file(text: string): string {
  const path = join(arena.folder(), 'inventory.yaml');
  writeFileSync(path, text);
  return path;
}

test('an inventory in a file becomes findings, with limits from flags', async () => {
  const path = file('machines: [{ id: i-1, type: t3.xlarge, cpuPercent: 8 }]\nreservations: []\n');
  const args = ['plan', 'checklist', '--inventory', path, '--idle-percent', '9', '--json'];
  const { code, stdout, stderr } = await mab(args, commands);
  assert.equal(code, 0, stderr);
  const { topic, answer, inputs } = JSON.parse(stdout) as Advice;
  assert.equal(topic, 'checklist');
  // 730 × 0.1664.
  assert.match(answer, /^1 finding saves \$121\.47 a month\./);
  assert.deepEqual(inputs[0], { name: 'idlePercent', value: 9, unit: '%', from: 'given' });
});

test('bad inventories are refused with all that is wrong', async () => {
  const refused = async (...flags: readonly string[]) => {
    const ended = await mab(['plan', 'checklist', '--json', ...flags], commands);
    const { code, message } = readFailure(ended);
    return `${code}: ${message}`;
  };
  assert.match(await refused(), /^INVENTORY_MISSING/);
  assert.match(await refused('--inventory', join(arena.folder(), 'none.yaml')), /^FILE_MISSING/);
  assert.match(await refused('--inventory', file('volumes: [')), /^INVENTORY_INVALID/);
  assert.match(
    await refused('--inventory', file('volumes: [{ id: a, gb: -1, attached: 3 }]\ndisks: []')),
    /volumes\[0\]\.gb: .*volumes\[0\]\.attached: .*"disks"/,
  );
  assert.match(
    await refused('--inventory', file('volumes: []'), '--idle-percent', '500'),
    /^PLAN_INPUT_INVALID/,
  );
});

test('a live account needs packages that are not part of mab, and the message names them', async () => {
  const ended = await mab(['plan', 'checklist', '--json', '--live', 'aws'], commands);
  const { exitCode, code, hint } = readFailure(ended);
  assert.deepEqual([exitCode, code], [4, 'PACKAGE_MISSING']);
  assert.match(hint, /npm install @aws-sdk\/client-ec2 .*client-s3/);
});
