import { biasReport, type MarkedProbe, type MarkedReply } from '../../bench/judges/bias.ts';
import type { BiasCheck, Judging } from '../../contracts/judging.ts';
import type { BiasCheckReport, JudgeBiasReport } from '../../contracts/report.ts';
import type { BlobStore } from '../../contracts/store.ts';
import { parseUnitId } from '../../core/ids.ts';
import type { RunJudgings } from '../judging/judged-unit.ts';
import { readProbes, readProbesCommit } from '../judging/probe-store.ts';
import type { QuestionRow } from './question-row.ts';

/** What the judges of the newest judging said of answers, and of the same in other guises. */
export interface BiasBook {
  addAnswers(unitId: string, rows: readonly QuestionRow[]): void;
  addProbes(store: BlobStore, unitId: string): Promise<void>;
  /** Undefined where nobody checked these judges. */
  report(): BiasCheckReport | undefined;
}

interface Page {
  readonly marked: MarkedReply[];
  readonly probes: MarkedProbe[];
}

/** Keeps nothing where the newest judging was not checked; of several checks the newest counts. */
export function createBiasBook({ judgings, checks }: RunJudgings): BiasBook {
  const judging = judgings.at(-1);
  const check = checks.findLast(({ judgingId }) => judgingId === judging?.judgingId);
  return judging && check ? openBook(judging, check) : NO_BOOK;
}

const NO_BOOK: BiasBook = {
  addAnswers: () => undefined,
  addProbes: async () => undefined,
  report: () => undefined,
};

function openBook(judging: Judging, check: BiasCheck): BiasBook {
  /** By protocol and judge. */
  const pages = new Map<string, Page>();
  const pageOf = (protocol: string | undefined, judge: string): Page => {
    const name = `${protocol} ${judge}`;
    const page = pages.get(name) ?? { marked: [], probes: [] };
    pages.set(name, page);
    return page;
  };
  const protocolOf = new Map(judging.units.map(({ unitId, protocol }) => [unitId, protocol]));
  let missing = check.units.reduce((sum, { answers }) => sum + answers, 0);
  const answers = missing;
  return {
    addAnswers(unitId, rows) {
      for (const { record, verdict } of rows) {
        const [key, length] = [`${unitId} ${record.questionId}`, (record.answer ?? '').length];
        for (const [judge, marks] of Object.entries(verdict?.byJudge ?? {})) {
          pageOf(protocolOf.get(unitId), judge).marked.push({ key, length, marks });
        }
      }
    },
    async addProbes(store, unitId) {
      const unit = check.units.find((one) => one.unitId === unitId);
      const commit = unit && (await readProbesCommit(store, parseUnitId(unit.probeUnitId)));
      if (!commit) return;
      missing -= unit.answers;
      for (const { questionId, kind, byJudge } of await readProbes(store, commit)) {
        for (const [judge, marks] of Object.entries(byJudge)) {
          const probe = { key: `${unitId} ${questionId}`, kind, marks };
          pageOf(protocolOf.get(unitId), judge).probes.push(probe);
        }
      }
    },
    report: () => {
      const { checkId, seed, share } = check;
      const judges = judging.protocols.flatMap(({ id, metrics: [metric = ''] }) =>
        judging.judges.map(({ name }): JudgeBiasReport => {
          const { marked, probes } = pageOf(id, name);
          return { judge: name, protocol: id, metric, ...biasReport(marked, probes, metric) };
        }),
      );
      return { checkId, seed, share, answers, missing, judges };
    },
  };
}
