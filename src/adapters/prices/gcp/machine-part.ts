import type { MachineFacts } from '../../../contracts/prices.ts';

/** What machines of Google Cloud are added up from: `n2 core`, `n2 ram`, `gpu L4`. */
export type PartName = string;

/**
 * The part that a SKU is the price of, by its description, which is the only place where the
 * family of machines stands; undefined for everything else on the list.
 */
export function partOf(description: string): PartName | undefined {
  if (/Custom|Sole Tenancy|Extended|Premium|Virtual Workstation|DWS|Reserved /.test(description)) {
    return undefined;
  }
  const gpu = /^(?:Commitment v1: )?Nvidia (?:Tesla )?(\w+(?: \d+GB)?) GPU /i.exec(description);
  if (gpu) return `gpu ${gpu[1]}`;
  const committed = /^Commitment(?: v1)?: (?:(.+) )?(Cpu|Ram) in /.exec(description);
  if (committed) return named(committed[1] ?? 'N1', committed[2] === 'Cpu' ? 'core' : 'ram');
  const running =
    /^(?:Spot )?(?:Preemptible )?(.+?)(?: Predefined)?(?: Instance)? (Core|Ram) running in /.exec(
      description,
    );
  return running ? named(running[1] ?? '', running[2]?.toLowerCase() ?? '') : undefined;
}

/** `N2D AMD` is n2d; the c2 are called after what they are for. */
function named(family: string, part: string): PartName {
  const short = family.replace(/ (?:AMD|Arm)$/, '');
  return `${short === 'Compute optimized' ? 'c2' : short.toLowerCase()} ${part}`;
}

/** The parts of a machine, and how many of each. */
export function partsOf({ type, vcpu, memoryGib, gpu }: MachineFacts): [PartName, number][] {
  const family = type.split('-')[0] ?? '';
  // The A100 with 40 GB carries no size in its name.
  const size = gpu && gpu.name === 'A100' && gpu.memoryGib === 80 ? ' 80GB' : '';
  return [
    [`${family} core`, vcpu],
    [`${family} ram`, memoryGib],
    ...(gpu ? [[`gpu ${gpu.name}${size}`, gpu.count] as [PartName, number]] : []),
  ];
}
