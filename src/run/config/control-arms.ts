import { METHODS } from '../../bench/methods/catalog.ts';
import { isControlArm } from '../../bench/methods/method-entry.ts';

/** The floor and the ceiling that every report has unless `controls` is false. */
export const CONTROL_ARMS: readonly string[] = METHODS.filter(isControlArm).map(({ id }) => id);

/** The control arms that are not among some methods. */
export function missingControls(methods: readonly { readonly id: string }[]): string[] {
  return CONTROL_ARMS.filter((arm) => methods.every(({ id }) => id !== arm));
}
