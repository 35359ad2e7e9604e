/** `1 unit`, `2 units`. Only for words whose plural ends in s. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
