const ITEM = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/gy;

/**
 * The options that a question lists in Python's notation: `['a', "b's", …]`.
 *
 * @returns Fewer than two items count as no list: empty.
 */
export function readOptionList(question: string): string[] {
  for (const start of question.matchAll(/\[(?=['"])/g)) {
    const options = readItems(question, start.index + 1);
    if (options.length >= 2) return options;
  }
  return [];
}

function readItems(text: string, from: number): string[] {
  const items: string[] = [];
  for (let at = from; ; ) {
    ITEM.lastIndex = at;
    const item = ITEM.exec(text);
    if (!item) return [];
    items.push((item[1] ?? item[2] ?? '').replace(/\\(.)/g, '$1'));
    const separator = /^\s*([,\]])\s*/.exec(text.slice(ITEM.lastIndex, ITEM.lastIndex + 8));
    if (!separator) return [];
    if (separator[1] === ']') return items;
    at = ITEM.lastIndex + separator[0].length;
  }
}
