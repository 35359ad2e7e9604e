// Mem0 as its documentation shows it, unchanged: it adds conversations to an empty memory and
// searches it. Plain JavaScript in a process of its own; what it found is printed as JSON.
//
//   node mem0.mjs PACKAGES FOLDER BASE_URL API_KEY DAYS_LATER
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [packages, folder, baseURL, apiKey, daysLater] = process.argv.slice(2);
process.env.MEM0_TELEMETRY = 'False';
process.env.MEM0_DIR = folder;
// What it logs is not its result.
console.log = console.info = console.debug = () => {};

// Another day for whoever asks what day it is.
const shiftMs = Number(daysLater) * 86_400_000;
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...parts) {
    super(...(parts.length === 0 ? [RealDate.now() + shiftMs] : parts));
  }
  static now() {
    return RealDate.now() + shiftMs;
  }
};

const module = join(packages, 'node_modules', 'mem0ai', 'dist', 'oss', 'index.mjs');
const { Memory } = await import(pathToFileURL(module).href);
const memory = new Memory({
  llm: { provider: 'openai', config: { apiKey, baseURL, model: 'chat-x' } },
  embedder: {
    provider: 'openai',
    config: { apiKey, baseURL, model: 'embed-x', embeddingDims: 32 },
  },
  vectorStore: {
    provider: 'memory',
    config: { collectionName: 'm', dimension: 32, dbPath: join(folder, 'vectors.db') },
  },
  historyDbPath: join(folder, 'history.db'),
});

const CONVERSATIONS = [
  'My name is Ann and I live in Ghent. I have a dog called Rex.',
  'Yesterday I moved from Ghent to Rome. The flat has a view of the Tiber.',
  'Rex did not like the journey. He prefers the park in Ghent.',
];
for (const content of CONVERSATIONS) {
  await memory.add([{ role: 'user', content }], { userId: 'ann' });
}
const found = [];
for (const question of ['Where does Ann live?', 'What is the dog called?']) {
  const { results } = await memory.search(question, { filters: { user_id: 'ann' }, topK: 3 });
  found.push(results.map((result) => result.memory));
}
process.stdout.write(JSON.stringify(found));
