import type { InputSpec } from '../../contracts/advice.ts';
import { LIST_MAX } from './inputs.ts';

/** What a value should have been, as a sentence. */
export function wrongValue(spec: InputSpec, value: unknown): string {
  const shown = value === undefined ? 'nothing' : JSON.stringify(value);
  return `${spec.name} (${spec.flag}) has to be ${expected(spec)}, not ${shown}.`;
}

function expected({ kind, min, max, unit, choices = [] }: InputSpec): string {
  const range = `from ${min} to ${max}${unit === undefined ? '' : ` ${unit}`}`;
  switch (kind) {
    case 'number':
      return `a number ${range}`;
    case 'whole':
      return `a whole number ${range}`;
    case 'choice':
      return `one of ${choices.join(', ')}`;
    case 'yes-no':
      return 'true or false';
    case 'names':
      return `a list of 1 to ${LIST_MAX} names`;
    case 'numbers':
      return `a list of 1 to ${LIST_MAX} numbers ${range}`;
    case 'text':
      return 'a text';
  }
}
