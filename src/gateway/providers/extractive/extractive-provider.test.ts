import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DatasetFamily } from '../../../bench/datasets/dataset-entry.ts';
import { promptsFor } from '../../../bench/prompts/family-prompts.ts';
import { renderReaderPrompt } from '../../../bench/prompts/reader-prompt.ts';
import { createExtractiveProvider } from './extractive-provider.ts';

const provider = createExtractiveProvider();
const { signal } = new AbortController();

function request(family: DatasetFamily, text: string, memories: readonly string[], tokens = 50) {
  const prompts = promptsFor(family);
  const query = { system: prompts.system, message: prompts.question(text) };
  const messages = renderReaderPrompt({ memories, query });
  return { model: 'extractive', messages, maxOutputTokens: tokens };
}

async function ask(...args: Parameters<typeof request>): Promise<string> {
  return (await provider.complete(request(...args), signal)).text;
}

describe('the extractive reader on numbered facts', () => {
  const facts = [
    'Here is a list of facts:\n0. The capital of Iran is Tehran. ' +
      '1. Igor of Kiev is married to Olga of Kiev. 2. The author of Emma is Jane Austen. ' +
      '3. Olga of Kiev died in the city of Kyiv.',
    '4. The capital of Iran is Rodez. 5. Ghent mainly exports lace. ' +
      '6. Ghent is in the country of Belgium.\n' +
      '7. Olga of Kiev died in the city of Turin. 8. Ghent mainly exports tin.',
  ];
  const answer = (question: string) => ask('fact-consolidation', question, facts);

  it('answers with the newest of contradicting facts, wherever they stand', async () => {
    assert.equal(await answer('What is the capital of Iran?'), 'Rodez');
    assert.equal(await answer('What does Ghent mainly export?'), 'tin');
    assert.equal(await answer('Who is the author of Emma?'), 'Jane Austen');
  });

  it('goes on from one fact to the next', async () => {
    assert.equal(await answer('In which city did the wife of Igor of Kiev die?'), 'Turin');
  });

  it('does not know what no fact is about', async () => {
    assert.equal(await answer('Who invented the telephone?'), 'unknown');
  });
});

describe('the extractive reader on labelled examples', () => {
  const examples = [
    'I lost my card\nlabel: 4\n\nmy card is gone label: 4',
    'where is my money\nlabel: 17\n\nshow my balance\nlabel: 9',
  ];

  it('answers with the bare label of the nearest examples', async () => {
    assert.equal(await ask('icl', 'my card is lost', examples), '4');
    assert.equal(await ask('icl', 'show the balance please', examples), '9');
  });

  it('does not label what is like no example', async () => {
    assert.equal(await ask('icl', 'xyzzy', examples), 'unknown');
  });
});

describe('the extractive reader on a choice', () => {
  const question =
    "These events have occurred:\n\n1. Ann woke.\n\nOptions:\n\n['Ann sold the horse.', " +
    "\"Ann's boat sank in the storm.\", 'Ann baked bread.']\n\n Which event happens next?  ";

  it('copies the option with the best support', async () => {
    const memory = 'Ann woke. A storm came up, and the boat went down; it sank within the hour.';
    assert.equal(await ask('eventqa', question, [memory]), "Ann's boat sank in the storm.");
  });

  it('chooses blindly without memory: fixed for a question, even over questions', async () => {
    const chosen = await Promise.all(
      Array.from({ length: 60 }, (_, at) => ask('eventqa', `${at}. ['a', 'b', 'c']`, [])),
    );
    assert.equal(await ask('eventqa', "7. ['a', 'b', 'c']", []), chosen[7]);
    const counts = ['a', 'b', 'c'].map((option) => chosen.filter((text) => text === option).length);
    assert.equal(
      counts.reduce((sum, count) => sum + count),
      60,
    );
    assert.ok(Math.min(...counts) >= 10, `chosen ${counts.join(', ')} times`);
  });
});

describe('the extractive reader on running text', () => {
  const text = [
    'Document 1:\nNormandy is a region in the north of France. It was named after the ' +
      'Norsemen.\n\nDocument 2:\n' +
      'In 1066 Duke William of Falaise won the battle of Hastings with 7,000 men.',
  ];

  it('quotes the span that fits the question word', async () => {
    assert.equal(await ask('ruler-qa', 'In what country is Normandy?', text), 'France');
    assert.equal(await ask('ruler-qa', 'When was the battle of Hastings?', text), '1066');
    assert.equal(await ask('ruler-qa', 'Who won the battle?', text), 'Duke William of Falaise');
    assert.equal(await ask('ruler-qa', 'How many men fought at Hastings?', text), '7,000');
  });

  it('does not know what stands nowhere, and invents nothing without memory', async () => {
    assert.equal(await ask('ruler-qa', 'Who discovered penicillin?', text), 'unknown');
    for (const family of ['ruler-qa', 'icl', 'fact-consolidation'] as const) {
      assert.equal(await ask(family, 'In what country is Normandy?', []), 'unknown');
    }
  });

  it('reads any other prompt too: the last paragraph is the question', async () => {
    const content = 'Normandy is a region in France.\n\nIn what country is Normandy?';
    const messages = [{ role: 'user', content }] as const;
    const reply = await provider.complete({ model: 'm', messages, maxOutputTokens: 9 }, signal);
    assert.equal(reply.text, 'France');
  });
});

describe('the reply of the extractive reader', () => {
  const memory = '1. The capital of Iran is New Rodez upon Lot.';
  const asked = request('fact-consolidation', 'What is the capital of Iran?', [memory], 2);

  it('says when it was cut, what it used and who served it', async () => {
    const words = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;
    const counting = createExtractiveProvider({ countTokens: words });
    const [system, user] = asked.messages.map(({ content }) => words(content));
    // The memory's heading counts as 6 tokens where it has 2 words; `[Question]` is one more word.
    const inputTokens = (system ?? 0) + (user ?? 0) + 6 - 2 - 1;
    assert.deepEqual(await counting.complete(asked, signal), {
      text: 'New Rodez',
      finish: 'length',
      usage: {
        inputTokens,
        cachedInputTokens: 0,
        outputTokens: 2,
        cacheWriteTokens: 0,
        reasoningTokens: 0,
        source: 'estimated',
      },
    });
    assert.equal(counting.servedBy, 'extractive (embedded, no language model)');
  });

  it('is the same for the same request, alone or among others', async () => {
    const questions = ['What is the capital of Iran?', 'Who?', 'Where is Lot?'];
    const requests = questions.map((text) =>
      request('ruler-qa', text, [memory, 'Lot is in France.']),
    );
    const together = await Promise.all(requests.map((each) => provider.complete(each, signal)));
    for (const [at, each] of requests.entries()) {
      assert.deepEqual(await createExtractiveProvider().complete(each, signal), together[at]);
    }
  });

  it('counts a shared memory once, however many questions are asked of it', async () => {
    let counted = 0;
    const counting = createExtractiveProvider({
      countTokens: (text) => {
        counted += text.length;
        return text.length;
      },
    });
    const long = 'Rome is old. '.repeat(20_000);
    for (const question of ['Who?', 'Is Rome old?', 'When?']) {
      await counting.complete(request('ruler-qa', question, [long]), signal);
    }
    assert.ok(counted < long.length + 10_000, `${counted} characters were counted`);
  });

  it('stops when it is told to', async () => {
    const stop = AbortSignal.abort(new Error('enough'));
    await assert.rejects(provider.complete(asked, stop), /enough/);
  });
});
