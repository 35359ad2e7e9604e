import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import type { ContextRow } from '../../../contracts/dataset.ts';
import { hashValue, sha256 } from '../../../core/hashing.ts';
import golden from './__fixtures__/open-corpus.json' with { type: 'json' };
import { answerTo, assertSound, openRow } from './__fixtures__/open-row.ts';
import { OPEN_CORPUS_VERSION, OPEN_DATASETS, type OpenTask } from './open-catalog.ts';
import { openCorpusSource } from './open-corpus.ts';

/** The listed datasets of a task but for the longest, which has a test of its own. */
const idsOf = (task: OpenTask): string[] =>
  OPEN_DATASETS.filter((dataset) => dataset.task === task && !dataset.id.endsWith('_1m')).map(
    ({ id }) => id,
  );

const QUOTING: ReadonlySet<OpenTask> = new Set(['open_fact_sh', 'open_fact_mh', 'open_retrieval']);

/** What has to hold besides where answers are words of the evidence. */
function assertQuotes({ questions }: ContextRow): void {
  for (const question of questions) {
    const { text, answers, evidence = [] } = question;
    assert.equal(answers.length, 1);
    assert.ok(evidence.at(-1)?.includes(answerTo(question)), `${text} is answered by its evidence`);
    assert.ok(!text.includes(answerTo(question)), `${text} does not give its answer away`);
  }
}

describe('openCorpusSource', () => {
  it('lists seven tasks in five sizes, one row of 100 questions each', async () => {
    const source = openCorpusSource(1);
    assert.equal(source.label, `open corpus (generator ${OPEN_CORPUS_VERSION}, seed 1)`);
    const competencies = {
      open_fact_sh: 'conflict-resolution',
      open_fact_mh: 'conflict-resolution',
      open_retrieval: 'accurate-retrieval',
      open_event: 'accurate-retrieval',
      open_icl: 'test-time-learning',
      open_recsys: 'test-time-learning',
      open_whole: 'long-range-understanding',
    };
    assert.deepEqual(
      await source.list(),
      Object.entries(competencies).flatMap(([task, competency]) =>
        ['6k', '32k', '64k', '262k', '1m'].map((size) => ({
          ...{ dataset: `${task}_${size}`, competency },
          ...{ rows: 1, questions: 100 },
        })),
      ),
    );
  });

  it('names the nearest dataset for one that it does not have', async () => {
    await assert.rejects(openRow('open_facts_sh_6k'), {
      code: 'DATASET_UNKNOWN',
      message: `There is no dataset "open_facts_sh_6k" in the open corpus (generator 1, seed 1).`,
      hint: /open_fact_sh_6k/,
    });
  });

  it('says which sizes there are for one that it does not have', async () => {
    for (const size of ['5k', '1001k', '2m', '06k', '6.5k', '32', '6K', '']) {
      await assert.rejects(openRow(`open_fact_sh_${size}`), {
        code: 'DATASET_UNKNOWN',
        hint: new RegExp(
          'The id must be open_fact_sh with a size from open_fact_sh_6k to ' +
            'open_fact_sh_1000k, or open_fact_sh_1m[.]$',
        ),
      });
    }
  });

  it('gives other texts for another seed', async () => {
    const [one, two] = await Promise.all([
      openRow('open_fact_sh_6k'),
      openRow('open_fact_sh_6k', 2),
    ]);
    assert.notEqual(one.contextSha256, two.contextSha256);
  });

  for (const [id, hashes] of Object.entries(golden.datasets)) {
    it(`gives the same ${id} on every machine until its version is raised`, async () => {
      const { context, questions, items } = await openRow(id);
      assert.equal(golden.version, OPEN_CORPUS_VERSION);
      assert.deepEqual(
        {
          ...{ context: sha256(context), questions: hashValue(questions) },
          ...(items && { items: hashValue(items) }),
        },
        hashes,
      );
    });
  }

  for (const { id, task, contextTokens } of OPEN_DATASETS) {
    if (contextTokens === 1_000_000) continue;

    it(`makes a sound row for ${id} within 3 % of its length`, async () => {
      const row = await openRow(id);
      assertSound(row);
      if (QUOTING.has(task)) assertQuotes(row);
      const share = countTokens(row.context) / contextTokens;
      assert.ok(share > 0.97 && share < 1.03, `${share} of the length`);
    });
  }

  it('makes sound rows of the right length for any seed and size', async () => {
    const task = fc.constantFrom(...new Set(OPEN_DATASETS.map((dataset) => dataset.task)));
    // Small ones, because these are where a passage too many is several percent.
    const thousands = fc.integer({ min: 6, max: 20 });
    await fc.assert(
      fc.asyncProperty(fc.integer(), task, thousands, async (seed, name, size) => {
        const row = await openRow(`${name}_${size}k`, seed);
        assertSound(row);
        if (QUOTING.has(name)) assertQuotes(row);
        assert.ok(Math.abs(countTokens(row.context) - size * 1_000) < size * 30);
      }),
      { numRuns: 50, examples: [[-2022769300, 'open_whole', 6]] },
    );
  });

  it('leaves a blind guess next to nothing: no answer is right for more than 10 questions', async () => {
    for (const { id, contextTokens } of OPEN_DATASETS) {
      if (contextTokens === 1_000_000) continue;
      const { questions } = await openRow(id);
      const counts = Object.values(Object.groupBy(questions, answerTo)).map((same) => same?.length);
      assert.ok(Math.max(...counts.map((count) => count ?? 0)) <= 10, id);
    }
  });
});

/** Facts by what they say of whom, oldest first: lines with the same words up to the value. */
function factsLike(context: string, line: string, value: string): string[] {
  const statement = line.replace(/^\d+\. /, '');
  const at = statement.lastIndexOf(value);
  const before = statement.slice(0, at).replace(/(the|an?) $/, '');
  const after = statement.slice(at + value.length);
  return context
    .split('\n')
    .filter((fact) => fact.replace(/^\d+\. /, '').startsWith(before) && fact.endsWith(after));
}

describe('open_fact_sh', () => {
  for (const id of idsOf('open_fact_sh')) {
    it(`asks ${id} for the last of several values of one relation`, async () => {
      const { context, questions } = await openRow(id);
      for (const question of questions) {
        const [line = ''] = question.evidence ?? [];
        const facts = factsLike(context, line, answerTo(question));
        assert.ok(facts.length > 1, `${question.text} has an outdated answer`);
        assert.equal(facts.at(-1), line);
        assert.ok(!facts.slice(0, -1).some((fact) => fact.includes(answerTo(question))));
      }
    });
  }

  it('numbers its facts from 0 without a gap, one per line', async () => {
    const { context } = await openRow('open_fact_sh_262k');
    const [heading, ...lines] = context.split('\n');
    assert.equal(heading, 'Here is a list of facts:');
    assert.equal(lines.pop(), '');
    for (const [index, line] of lines.entries()) {
      assert.match(line, new RegExp(`^${index}\\. [A-Z][A-Za-z -]+\\.$`));
      assert.doesNotMatch(line, /\b(\w+) \1\b|\ba [aeio]|\ban [^aeiou]/);
    }
  });
});

describe('open_fact_mh', () => {
  it('shares its context with the single-hop questions of the same size', async () => {
    for (const size of ['6k', '32k', '64k', '262k']) {
      const [one, two] = await Promise.all([
        openRow(`open_fact_sh_${size}`),
        openRow(`open_fact_mh_${size}`),
      ]);
      assert.equal(one.contextSha256, two.contextSha256);
    }
  });

  for (const id of idsOf('open_fact_mh')) {
    it(`leads ${id} over two current facts, one of them updated, to a value that is current`, async () => {
      const { context, questions } = await openRow(id);
      for (const question of questions) {
        const [first = '', second = ''] = question.evidence ?? [];
        const bridge = sharedName(first, second);
        const hops = [
          factsLike(context, first, bridge),
          factsLike(context, second, answerTo(question)),
        ];
        assert.deepEqual(
          hops.map((facts) => facts.at(-1)),
          [first, second],
        );
        assert.ok(
          hops.some((facts) => facts.length > 1),
          `${question.text} meets an update`,
        );
        assert.ok(!hops[1]?.slice(0, -1).some((fact) => fact.includes(answerTo(question))));
        assert.ok(!question.text.includes(bridge), `${question.text} does not name its bridge`);
      }
    });
  }
});

/** The name at the end of the first fact that the second fact is about. */
function sharedName(first: string, second: string): string {
  const words = first.replace(/\.$/, '').split(' ');
  const tails = words.map((_, start) => words.slice(start).join(' '));
  const name = tails.find((tail) => /^[A-Z]/.test(tail) && second.includes(tail));
  assert.ok(name, `"${second}" follows from "${first}"`);
  return name;
}

const OPENINGS = [
  ...['The log of the ', 'In a letter written in ', 'The harbour book of '],
  ...['The account book of ', 'A notice printed in ', 'The journal of ', 'The will of '],
];

/** All planted sentences of a context; none has a full stop inside. */
function plantedSentences(context: string): string[] {
  return context.match(new RegExp(`(?:${OPENINGS.join('|')})[A-Z][^.]*\\.`, 'g')) ?? [];
}

describe('open_retrieval', () => {
  for (const id of idsOf('open_retrieval')) {
    it(`plants for each question of ${id} one sentence that fits and one that misleads`, async () => {
      const { context, questions } = await openRow(id);
      const planted = plantedSentences(context);
      for (const { text, evidence = [] } of questions) {
        const [sentence = ''] = evidence;
        const opening = OPENINGS.find((start) => sentence.startsWith(start)) ?? '';
        const alike = planted.filter((other) => other.startsWith(opening));
        const keys = keysOf(text, sentence);
        const hits = (other: string) => keys.filter((key) => other.includes(key)).length;
        assert.equal(keys.length, 2, `${text} has the keys ${keys.join(', ')}`);
        assert.deepEqual(
          alike.filter((other) => hits(other) === 2),
          [sentence],
        );
        assert.ok(
          alike.some((other) => hits(other) === 1),
          `${text} has a misleading sentence`,
        );
      }
    });
  }

  it('plants each sentence in one document, and two in a document at most', async () => {
    const { context, questions } = await openRow('open_retrieval_6k');
    const documents = context.split(/(?:^|\n\n)Document \d+:\n/).slice(1);
    for (const { evidence = [] } of questions) {
      assert.equal(documents.filter((text) => text.includes(evidence[0] ?? '')).length, 1);
    }
    assert.ok(documents.every((text) => plantedSentences(text).length <= 2));
  });

  it('numbers its documents from 1', async () => {
    const { context } = await openRow('open_retrieval_32k');
    const numbers = [...context.matchAll(/^Document (\d+):$/gm)].map(([, number]) =>
      Number(number),
    );
    assert.deepEqual(
      numbers,
      numbers.map((_, index) => index + 1),
    );
  });
});

/** What question and sentence have in common besides words of the template: names, and things. */
function keysOf(question: string, sentence: string): string[] {
  const names = /(?<=(?:\w|,) )(?!Captain )[A-Z][a-z]+(?: [A-Z][a-z]+)*/g;
  const things = /(?<=a (?:load|cargo) of )[a-z ]+(?=[?])|(?<=\bthe )[A-Za-z ]+?(?= of Peru)/g;
  const thing = /(?:lend|lending|leave|for|lost) the ([A-Za-z ]+?)(?=[?]| that )/.exec(question);
  const found = [...(question.match(names) ?? []), ...(question.match(things) ?? [])];
  const candidates = thing?.[1] === undefined ? found : [...found, thing[1]];
  const whole = [...new Set(candidates)].filter((key) => sentence.includes(key));
  return whole.filter((key) => !whole.some((other) => other !== key && other.includes(key)));
}
