/**
 * Asks all questions of a unit, as many at once as there is room for. After the first error none is
 * begun; those in flight are paid for, so they are waited for before it is passed on.
 *
 * @param room  As `WorkBounds.questions` gives it.
 * @returns what came of them, in their order, whatever the order in which they were finished.
 */
export async function askAll<Question, Outcome>(
  questions: readonly Question[],
  room: <T>(work: () => Promise<T>) => Promise<T>,
  ask: (question: Question) => Promise<Outcome>,
): Promise<Outcome[]> {
  const stopped = new AbortController();
  const outcomes = questions.map((question) =>
    room(async () => {
      stopped.signal.throwIfAborted();
      try {
        return await ask(question);
      } catch (error) {
        stopped.abort(error);
        throw error;
      }
    }),
  );
  await Promise.allSettled(outcomes);
  return Promise.all(outcomes);
}

/** Zero-padded, so that the journal's order by text is the order of the work. */
export function placeOf(kind: 'c' | 'q', index: number): string {
  return `${kind}${String(index).padStart(6, '0')}`;
}
