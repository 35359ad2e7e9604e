import type { Cloud } from '../price-desk.ts';

/** What some work needs of a machine. */
export interface MachineNeed {
  readonly vcpu: number;
  readonly memoryGib: number;
  /** Of one card; 0: no card. */
  readonly gpuMemoryGib: number;
}

interface Workload extends MachineNeed {
  /** Section of the requirements document. */
  readonly section: string;
  /** What the document recommends there. */
  readonly documentPicks: Readonly<Record<Cloud, readonly string[]>>;
}

/**
 * The workloads of §2 of the requirements document with the needs that it states. Where it gives a
 * range the lower end is taken that still runs the work: 15 GiB beside a T4 is what its own choice
 * on GCP has, 18 GiB are MemoRAG's model (16) and its retriever (2).
 */
export const WORKLOADS = {
  'long-context': {
    ...{ section: '2.1.1', vcpu: 4, memoryGib: 16, gpuMemoryGib: 0 },
    documentPicks: { aws: ['t3.xlarge'], azure: ['Standard_D4s_v3'], gcp: ['n2-standard-4'] },
  },
  bm25: {
    ...{ section: '2.1.2', vcpu: 8, memoryGib: 16, gpuMemoryGib: 0 },
    documentPicks: { aws: ['c6i.2xlarge'], azure: ['Standard_F8s_v2'], gcp: ['c2-standard-8'] },
  },
  'memory-server': {
    ...{ section: '2.1.3', vcpu: 8, memoryGib: 32, gpuMemoryGib: 0 },
    documentPicks: { aws: ['m6i.2xlarge'], azure: ['Standard_E8s_v3'], gcp: ['n2-highmem-8'] },
  },
  'dense-embedding': {
    ...{ section: '2.2.1', vcpu: 4, memoryGib: 15, gpuMemoryGib: 16 },
    documentPicks: {
      aws: ['g4dn.xlarge'],
      azure: ['Standard_NC4as_T4_v3'],
      gcp: ['n1-standard-4+t4'],
    },
  },
  'hipporag-local': {
    ...{ section: '2.2.2', vcpu: 4, memoryGib: 16, gpuMemoryGib: 24 },
    documentPicks: {
      aws: ['g5.xlarge', 'g5.2xlarge'],
      azure: ['Standard_NC6s_v3', 'Standard_NC12s_v3'],
      gcp: ['a2-highgpu-1g'],
    },
  },
  memorag: {
    ...{ section: '2.2.3', vcpu: 4, memoryGib: 15, gpuMemoryGib: 18 },
    documentPicks: { aws: ['g5.xlarge'], azure: ['Standard_NC6s_v3'], gcp: ['n1-standard-4+t4'] },
  },
} as const satisfies Readonly<Record<string, Workload>>;

/** A workload of the requirements document. */
export type WorkloadName = keyof typeof WORKLOADS;

/** Their names, for a choice. */
export const WORKLOAD_NAMES = [
  'long-context',
  'bm25',
  'memory-server',
  'dense-embedding',
  'hipporag-local',
  'memorag',
] as const satisfies readonly WorkloadName[];
