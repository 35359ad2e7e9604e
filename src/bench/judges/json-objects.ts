/** A stretch of text from `{` to its `}`; not always JSON. */
export interface FoundObject {
  readonly text: string;
  /** Members of the object itself, repeated names included. */
  readonly members: number;
}

export interface FoundObjects {
  /** In the order of the text; what stands inside of one is not listed. */
  readonly objects: readonly FoundObject[];
  /** The text ends inside of an object. */
  readonly isOpen: boolean;
}

/** Finds the outermost objects of a text, in one pass. Braces inside of JSON strings are text. */
export function findObjects(text: string): FoundObjects {
  const objects: FoundObject[] = [];
  let depth = 0;
  let start = 0;
  let members = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' && depth++ === 0) [start, members] = [at, 0];
    if (depth === 0) continue;
    if (character === '"') at = endOfString(text, at);
    if (character === ':' && depth === 1) members++;
    if (character === '}' && --depth === 0) {
      objects.push({ text: text.slice(start, at + 1), members });
    }
  }
  return { objects, isOpen: depth > 0 };
}

/** Where the string that begins at `from` ends; the end of the text if it does not. */
function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
