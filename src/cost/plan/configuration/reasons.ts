import type { Decisions } from './decisions.ts';

/** What each answer means for the configuration, and where the document's advice does not hold. */
const REASONS: { readonly [K in keyof Decisions]: Readonly<Record<Decisions[K], string>> } = {
  scale: {
    small: 'One machine, 10 GB of results and data.',
    medium: 'Two machines, 50 GB of results and data.',
    large: 'Three machines and room for more, 200 GB and an archive of 1 TB.',
  },
  methods: {
    'long-context': 'All work is done by the model: a small machine without a GPU.',
    rag: 'Embedding at home needs a GPU with 16 GB; BM25, and embedding by API, need none.',
    graph: 'Memory servers need 32 GiB, a local model a GPU with 24 GB; a model by API needs none.',
  },
  frequency: {
    occasional: 'Pay by the hour, and stop machines. Fargate never pays against a stopped machine.',
    regular: 'Half by the hour, half on spot machines.',
    continuous: 'Commit to the base load for a year; the rest on spot machines.',
  },
  costSensitivity: {
    high: 'All machines on spot, and a small model.',
    medium: 'A small and a large model, half of the tokens each.',
    low: 'No spot machines, and the best models.',
  },
  team: {
    one: 'One region and the least monitoring.',
    small: 'Shared files, a small database, basic monitoring.',
    large: 'Kubernetes, Redis, a larger database, a copy in a second region.',
  },
};

/** One row for each question. */
export function reasonRows(
  decisions: Decisions,
): { question: string; answer: string; so: string }[] {
  return [
    { question: 'scale', answer: decisions.scale, so: REASONS.scale[decisions.scale] },
    { question: 'methods', answer: decisions.methods, so: REASONS.methods[decisions.methods] },
    {
      ...{ question: 'frequency', answer: decisions.frequency },
      so: REASONS.frequency[decisions.frequency],
    },
    {
      ...{ question: 'cost sensitivity', answer: decisions.costSensitivity },
      so: REASONS.costSensitivity[decisions.costSensitivity],
    },
    { question: 'team', answer: decisions.team, so: REASONS.team[decisions.team] },
  ];
}
