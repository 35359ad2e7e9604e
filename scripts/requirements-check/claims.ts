import type { Claim } from './claim.ts';
import { SECTION_1 } from './section-1.ts';
import { SECTION_2_CPU } from './section-2.ts';
import { SECTION_2_GPU } from './section-2-gpu.ts';

interface Chapter {
  readonly title: string;
  readonly claims: readonly Claim[];
}

/** Every numeric claim of the document, by chapter, in the order of its text. */
export const CHAPTERS: readonly Chapter[] = [
  { title: '1 What the cloud is for', claims: SECTION_1 },
  { title: '2 Machines', claims: [...SECTION_2_CPU, ...SECTION_2_GPU] },
].map(({ title, claims }) => ({ title, claims: claims.toSorted((a, b) => a.line - b.line) }));
