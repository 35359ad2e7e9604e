import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { ROOT } from '../../scripts/tooling/list-files.ts';
import { startLab } from '../../src/testing/lab/lab.ts';
import { installOnce } from '../package/install-once.ts';
import * as clients from './lab-clients.mjs';

// Google's own client, unchanged, against the lab.

const installed = installOnce(join(ROOT, 'test', 'vendor-sdks'), 'vendor-sdks');
const [folder, skip] =
  'missing' in installed
    ? ['', `the vendors' clients cannot be installed: ${installed.missing}`]
    : [installed.folder, false as const];

/** 49 characters: 13 tokens; the answer has 16 characters: 4 tokens. */
const contents = 'Ahab sailed. The spider spun.\nWhere is the spider?';
const models = { 'gemini-x': { price: { inputPicoUsd: 10n, outputPicoUsd: 100n } } };

it('Google’s client generates, counts and embeds on the lab', { skip }, async () => {
  await using lab = await startLab({ models });
  const client = await clients.gemini(folder, lab);
  const config = { temperature: 0, maxOutputTokens: 3 };
  const reply = await client.models.generateContent({ model: 'gemini-x', contents });
  assert.equal(reply.text, 'The spider spun.');
  const cut = await client.models.generateContent({ model: 'gemini-x', contents, config });
  assert.deepEqual([cut.text, cut.candidates[0].finishReason], ['The spider s', 'MAX_TOKENS']);
  const pieces = await clients.all(
    client.models.generateContentStream({ model: 'gemini-x', contents }),
  );
  assert.equal(pieces.map((piece) => piece.text).join(''), 'The spider spun.');
  assert.deepEqual(pieces.at(-1).usageMetadata, reply.usageMetadata);
  const { totalTokens } = await client.models.countTokens({ model: 'gemini-x', contents });
  assert.equal(totalTokens, reply.usageMetadata.promptTokenCount);
  const { embeddings } = await client.models.embedContent({
    model: 'gemini-x',
    contents: ['Rome'],
  });
  assert.equal(embeddings[0].values.length, 32);
  assert.equal(lab.invoice().totalPicoUsd, 3n * 130n + 2n * 400n + 300n + 10n);
});

it('Google’s client throws its own error when it was too fast', { skip }, async () => {
  const limits = { requestsPerMinute: 1 };
  await using lab = await startLab({ models: { 'gemini-x': { ...models['gemini-x'], limits } } });
  const client = await clients.gemini(folder, lab);
  const ask = () => client.models.generateContent({ model: 'gemini-x', contents });
  await ask();
  const [name, status] = await clients.errorOf(ask());
  assert.deepEqual([name, status], ['ApiError', 429]);
});
