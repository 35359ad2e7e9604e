import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findIn } from '../reading/planted.ts';
import { roomArrows } from './room-arrows.ts';

const importing = (path: string): string => `import { a } from '${path}';\n`;

test('an arrow against the direction is refused with the reason', () => {
  assert.deepEqual(
    findIn(roomArrows, {
      'src/core/a.ts': importing('../contracts/b.ts'),
      'src/cost/a.ts': importing('../bench/b.ts'),
      'src/cli/a.ts': importing('../gateway/b.ts'),
    }),
    [
      'src/core/a.ts:1: core may not import contracts: ' +
        'core is the vocabulary that everything else is written in',
      'src/cost/a.ts:1: cost may not import bench: prices and sums are pure functions of records',
      'src/cli/a.ts:1: cli may not import gateway: ' +
        'an entry parses, calls app and shows; joining parts is the work of app',
    ],
  );
});

test('arrows along the direction and imports inside a room are free', () => {
  assert.deepEqual(
    findIn(roomArrows, {
      'src/bench/a.ts': importing('../retrieval/b.ts') + importing('./methods/c.ts'),
      'src/app/a.ts': importing('../adapters/stores/local/b.ts'),
      'src/bench/b.ts': importing('zod') + importing('node:path'),
    }),
    [],
  );
});

test('adapters never see each other, while a catalogue sees its own kind', () => {
  const reason = (target: string): string =>
    `adapters may not import each other (${target}): share through core or a contract`;
  assert.deepEqual(
    findIn(roomArrows, {
      'src/adapters/stores/s3/a.ts': importing('../gcs/b.ts'),
      'src/adapters/stores/a.ts': importing('../queues/b.ts'),
      'src/adapters/stores/catalog.ts': importing('./s3/a.ts'),
    }),
    [
      `src/adapters/stores/s3/a.ts:1: ${reason('src/adapters/stores/gcs/b.ts')}`,
      `src/adapters/stores/a.ts:1: ${reason('src/adapters/queues/b.ts')}`,
    ],
  );
});

test('a unit test may join rooms, but not call an entry', () => {
  assert.deepEqual(
    findIn(roomArrows, {
      'src/run/a.test.ts': importing('../testing/b.ts') + importing('../cli/main.ts'),
    }),
    [
      'src/run/a.test.ts:2: run may not import cli: ' +
        'a run gets its gateway and its stores through contracts',
    ],
  );
});

test('src has only the known rooms and nothing outside itself', () => {
  assert.deepEqual(
    findIn(roomArrows, {
      'src/helpers/a.ts': '',
      'src/core/a.ts': importing('../../scripts/b.ts'),
    }),
    [
      'src/helpers/a.ts:1: src/helpers is not a room of ARCHITECTURE.md',
      'src/core/a.ts:1: src/ may not import scripts/b.ts: only src/ is published',
    ],
  );
});
