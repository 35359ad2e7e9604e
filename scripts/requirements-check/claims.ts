import type { Claim } from './claim.ts';
import { SECTION_1 } from './section-1.ts';
import { SECTION_2_CPU } from './section-2.ts';
import { SECTION_2_GPU } from './section-2-gpu.ts';
import { SECTION_3_STORAGE } from './section-3.ts';
import { SECTION_3_RESULTS } from './section-3-results.ts';
import { SECTION_4_MODELS } from './section-4.ts';
import { SECTION_4_NETWORK } from './section-4-network.ts';
import { SECTION_5 } from './section-5.ts';
import { SECTION_6 } from './section-6.ts';
import { SECTION_7 } from './section-7.ts';
import { SECTION_8 } from './section-8.ts';
import { SECTION_9 } from './section-9.ts';
import { SECTION_10_CONFIGURATIONS } from './section-10.ts';
import { SECTION_10_DECISIONS } from './section-10-decisions.ts';

interface Chapter {
  readonly title: string;
  readonly claims: readonly Claim[];
}

/** Every numeric claim of the document, by chapter, in the order of its text. */
export const CHAPTERS: readonly Chapter[] = [
  { title: '1 What the cloud is for', claims: SECTION_1 },
  { title: '2 Machines', claims: [...SECTION_2_CPU, ...SECTION_2_GPU] },
  { title: '3 Storage and databases', claims: [...SECTION_3_STORAGE, ...SECTION_3_RESULTS] },
  {
    title: '4 Models and network',
    claims: [...SECTION_4_MODELS, ...SECTION_4_NETWORK],
  },
  { title: '5 Containers and clusters', claims: SECTION_5 },
  { title: '6 Monitoring', claims: SECTION_6 },
  { title: '7 Security', claims: SECTION_7 },
  { title: '8 Paying less', claims: SECTION_8 },
  { title: '9 Backups', claims: SECTION_9 },
  {
    title: '10 Configurations, decisions, growth',
    claims: [...SECTION_10_CONFIGURATIONS, ...SECTION_10_DECISIONS],
  },
].map(({ title, claims }) => ({ title, claims: claims.toSorted((a, b) => a.line - b.line) }));
