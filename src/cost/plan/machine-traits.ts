import type { MachineFacts } from '../../contracts/prices.ts';

/**
 * Whether a machine has ARM processors, by the vendors' rules for names: AWS writes a `g` after the
 * generation (t4g), Azure a `p` among the features (D4ps_v5), GCP an `a` after t2, c4 and n4.
 */
export function isArm({ provider, type }: MachineFacts): boolean {
  if (provider === 'aws') return /^[a-z]+\d+g/.test(type) && !/^g\d/.test(type);
  if (provider === 'azure') return /^Standard_[A-Z]+\d+[a-z]*p[a-z]*_/.test(type);
  return /^(?:t2|c4|n4)a-/.test(type);
}

/** Whether its processors are meant for bursts: AWS t2 to t4, Azure B, GCP e2 with shared cores. */
export function isBurstable({ provider, type }: MachineFacts): boolean {
  if (provider === 'aws') return /^t\d/.test(type);
  if (provider === 'azure') return type.startsWith('Standard_B');
  return /^e2-(?:micro|small|medium)$/.test(type);
}

/** Whether a machine may no longer be rented on a day. */
export function isRetired({ retiresOn }: MachineFacts, day: string): boolean {
  return retiresOn !== undefined && retiresOn <= day;
}

/** Of a machine: `A10G 24 GiB`, `2 × V100 16 GiB`, or nothing. */
export function gpuText({ gpu }: MachineFacts): string {
  if (!gpu) return '';
  const one = `${gpu.name} ${gpu.memoryGib} GiB`;
  return gpu.count === 1 ? one : `${gpu.count} × ${one}`;
}
