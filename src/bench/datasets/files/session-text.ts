/** One conversation as it stands in a context. */
export interface SessionText {
  /** In any form. */
  readonly date?: string | undefined;
  readonly turns: readonly { readonly role: string; readonly content: string }[];
}

/** Conversations as one text, each with its number and date, which questions of time ask for. */
export function sessionsText(sessions: readonly SessionText[]): string {
  return sessions
    .map(({ date, turns }, at) => {
      const head = `Session ${at + 1}${date === undefined ? '' : `, ${date}`}`;
      return [head, ...turns.map(turnText)].join('\n');
    })
    .join('\n\n');
}

/** `user: I moved to Oslo.` */
export function turnText({ role, content }: SessionText['turns'][number]): string {
  return `${role}: ${content}`;
}
