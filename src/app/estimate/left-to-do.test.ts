import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeConfig, judgeSchema } from '../../run/config/judge-schema.ts';
import { judgeWarnings } from './left-to-do.ts';

const judge = judgeConfig(judgeSchema.parse({ models: [{ provider: 'scripted' }] }));
const needy = { id: 'longmemeval_s*' };
const other = { id: 'open_fact_sh_6k' };

test('a score that nobody gives, and judges that nobody asks, are told of', () => {
  const blank = [
    'No judge marks longmemeval_s*: the answers are kept, the score stays blank. ' +
      'Name models under `judge` in the configuration, or use `mab judge` later.',
  ];
  const idle = ['Nothing is given to the judges: no dataset needs them, or has `judge: generic`.'];
  const generic = { ...other, judge: 'generic' } as const;
  const none = { ...needy, judge: 'none' } as const;
  assert.deepEqual(judgeWarnings({ datasets: [other] }), []);
  assert.deepEqual(judgeWarnings({ datasets: [needy, other] }), blank);
  assert.deepEqual(judgeWarnings({ judge, datasets: [needy, other] }), []);
  assert.deepEqual(judgeWarnings({ judge, datasets: [other] }), idle);
  assert.deepEqual(judgeWarnings({ judge, datasets: [generic] }), []);
  assert.deepEqual(judgeWarnings({ judge, datasets: [none, generic] }), blank);
  assert.deepEqual(judgeWarnings({ judge, datasets: [none] }), [...blank, ...idle]);
});
