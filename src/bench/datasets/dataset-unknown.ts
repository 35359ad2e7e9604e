import { MabError } from '../../core/errors.ts';
import { nearestNames } from '../../core/nearest.ts';
import { openSizeProblem } from './open-corpus/open-catalog.ts';

/**
 * The error DATASET_UNKNOWN for an id that `place` does not hold.
 *
 * @param known  The ids that it does hold; the nearest ones, or else all, go into the hint.
 * @param place  For people: `the catalogue`, a folder.
 */
export function datasetUnknown(id: string, known: readonly string[], place: string): MabError {
  const nearest = nearestNames(id, known);
  return new MabError('DATASET_UNKNOWN', `There is no dataset "${id}" in ${place}.`, {
    hint: hintFor(id, nearest, known),
    details: { dataset: id, nearest },
  });
}

function hintFor(id: string, nearest: readonly string[], known: readonly string[]): string {
  const likely = nearest.length > 0 ? `Did you mean ${nearest.join(' or ')}?` : holdings(known);
  const sizeProblem = openSizeProblem(id);
  return sizeProblem === undefined ? likely : `${likely} The id ${sizeProblem}.`;
}

function holdings(known: readonly string[]): string {
  if (known.length === 0) return 'It holds no dataset at all; check that it is the right place.';
  return `It holds ${known.join(', ')}.`;
}
