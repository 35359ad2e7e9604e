import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { chunkOf, queryOf, recordingContext } from '../__fixtures__/recording-reader.ts';
import { defineMethod } from './method-definition.ts';
import { pluginMethod } from './plugin-method.ts';

const CODE = { source: './mine.ts', sha256: 'ab'.repeat(32) };

const memory = {
  memorize: async () => {},
  finalize: async () => {},
  answer: async () => {
    throw new Error('not asked here');
  },
};

const MINE = { id: 'mine', version: 1, summary: 'Mine.', create: () => memory };

describe('what a plug-in exports', () => {
  it('becomes a line of the catalogue, with defaults and the hash of its code', () => {
    const { options, load, ...facts } = pluginMethod(defineMethod(MINE), CODE);
    assert.deepEqual(facts, {
      id: 'mine',
      version: 1,
      summary: 'Mine.',
      profiles: ['current'],
      capabilities: {
        answerMode: 'retrieve-then-read',
        ordered: false,
        provenance: 'exact',
        needsGold: false,
        needsEmbedder: false,
        emptyMemory: false,
      },
      plugin: CODE,
    });
    assert.deepEqual(options.parse({}), {});
    assert.equal(options.safeParse({ topK: 3 }).success, false);
  });

  const bad: [what: string, exported: unknown, problem: string][] = [
    ['nothing', undefined, 'it exports nothing of that name'],
    ['a function', () => {}, 'Invalid input: expected object, received function'],
    ['an id with a blank', { ...MINE, id: 'my method' }, 'id: must be lower-case letters'],
    ['no version', { ...MINE, version: undefined }, 'version: Invalid input: expected number'],
    ['a misspelt field', { ...MINE, profile: 'paper' }, 'Unrecognized key: "profile"'],
    ['no create', { ...MINE, create: 1 }, 'create: must be a function that makes a memory'],
    ['options that are no schema', { ...MINE, options: {} }, 'options: must be a schema of zod 4'],
    [
      'options that let misspelt ones pass',
      { ...MINE, options: z.object({ topK: z.int().default(1) }) },
      'options: must be a z.strictObject, so that a misspelt option is refused',
    ],
    [
      'an option that must be given',
      { ...MINE, options: z.strictObject({ topK: z.int() }) },
      'options: must have a default for every option',
    ],
    [
      'an option that JSON cannot hold, so that two runs would look alike',
      { ...MINE, options: z.strictObject({ since: z.coerce.date().default(new Date(0)) }) },
      'options: must be plain data',
    ],
    [
      'a capability that does not exist',
      { ...MINE, capabilities: { fast: true } },
      'capabilities: Unrecognized key: "fast"',
    ],
  ];
  for (const [what, exported, problem] of bad) {
    it(`is refused: ${what}`, () => {
      assert.throws(
        () => pluginMethod(exported, CODE),
        ({ code, message, blame }: { code: string; message: string; blame: string }) => {
          assert.equal(code, 'PLUGIN_INVALID');
          assert.equal(blame, 'input');
          assert.ok(message.startsWith('The plug-in ./mine.ts exports no valid method: '), message);
          assert.ok(message.includes(problem), message);
          return true;
        },
      );
    });
  }

  it('has every problem in one message', () => {
    assert.throws(() => pluginMethod({ id: 'mine', version: 0 }, CODE), {
      message:
        'The plug-in ./mine.ts exports no valid method: ' +
        'version: Too small: expected number to be >=1; ' +
        'summary: Invalid input: expected string, received undefined; ' +
        'create: must be a function that makes a memory.',
    });
  });
});

describe('the memory of a plug-in', () => {
  const create = async (made: unknown) => {
    const method = await pluginMethod({ ...MINE, create: () => made }, CODE).load();
    return method.create(recordingContext().context, {});
  };
  const QUERY = queryOf('Who?');

  it('is asked as it is, and its answer comes back without what nobody knows', async () => {
    const trace = {
      items: [{ kind: 'fact', text: 'Ann.', rank: 1, sources: [] }],
      provenance: 'derived',
    };
    const answer = async ({ text }: { text: string }) => ({ text, finish: 'stop', trace, more: 1 });
    const made = await create({ ...memory, answer });
    assert.deepEqual(await made.answer(QUERY), { text: 'Who?', finish: 'stop', trace });
  });

  it('says who failed, where and how', async () => {
    const broken = await create({ ...memory, memorize: () => Promise.reject(new TypeError('x')) });
    await assert.rejects(broken.memorize(chunkOf(0, 't')), {
      code: 'PLUGIN_FAILED',
      blame: 'input',
      message: /^The plug-in mine failed in memorize: x \(plugin-method\.test\.ts:\d+:\d+\)$/,
    });
    const failing = () => {
      throw new Error('no');
    };
    const throwing = pluginMethod({ ...MINE, create: failing }, CODE);
    const method = await throwing.load();
    assert.throws(() => method.create(recordingContext().context, {}), {
      code: 'PLUGIN_FAILED',
      message: /^The plug-in mine failed in create: no \(/,
    });
  });

  it('lets the errors of models and the stop of a run pass as they are', async () => {
    const stop = new DOMException('stopped', 'AbortError');
    const made = await create({ ...memory, finalize: () => Promise.reject(stop) });
    await assert.rejects(made.finalize(), (error) => error === stop);
  });

  it('must have its three functions', async () => {
    await assert.rejects(create({ memorize: memory.memorize }), {
      code: 'PLUGIN_MEMORY_INVALID',
      message: 'The memory that the plug-in mine creates has no finalize, answer.',
    });
    await assert.rejects(create(undefined), { code: 'PLUGIN_MEMORY_INVALID' });
  });

  it('must answer with an answer', async () => {
    const made = await create({ ...memory, answer: async () => ({ text: 'x', finish: 'stop' }) });
    await assert.rejects(made.answer(QUERY), {
      code: 'PLUGIN_ANSWER_INVALID',
      message: /^An answer of the plug-in mine is not valid: trace: Invalid input: expected object/,
    });
  });
});
