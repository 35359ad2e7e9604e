import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import * as api from './plugin.ts';

test('plug-ins can import these names; one that is gone breaks them', () => {
  assert.deepEqual(Object.keys(api).sort(), [
    'MabError',
    'createBm25',
    'createVectorIndex',
    'defineMethod',
    'fuseRankings',
    'rankedChunks',
    'readAnswer',
    'unicodeWords',
    'whitespaceTokens',
    'z',
  ]);
});

test('plug-ins can import these types; one that is gone breaks them', async () => {
  const source = await readFile(new URL('./plugin.ts', import.meta.url), 'utf8');
  const lists = source.matchAll(/export (type )?\{([^}]*)\}/g);
  const names = [...lists].flatMap(([, type, list]) =>
    (list ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && (type || name.startsWith('type ')))
      .map((name) => name.replace('type ', '')),
  );
  assert.deepEqual(names.sort(), [
    'Answer',
    'Bm25Hit',
    'Bm25Index',
    'Capabilities',
    'ChatMessage',
    'ChatModel',
    'ChatReply',
    'ChatRequest',
    'Chunk',
    'ChunkRanker',
    'Embedder',
    'EmbeddingRole',
    'Findings',
    'FinishReason',
    'FusedHit',
    'Gold',
    'JsonSchema',
    'MabErrorOptions',
    'Memory',
    'MethodContext',
    'MethodDefinition',
    'Phase',
    'Profile',
    'Query',
    'RankedChunk',
    'RetrievalTrace',
    'RetrievedItem',
    'Tool',
    'ToolCall',
    'Truncation',
    'VectorHit',
    'VectorIndex',
  ]);
});
