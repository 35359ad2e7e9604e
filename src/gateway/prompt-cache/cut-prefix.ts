/**
 * Cuts a text where its shared part ends. The end is moved so that no character is torn in two, and
 * into the text where it lies outside.
 */
export function cutPrefix(text: string, cachePrefix: number): [prefix: string, rest: string] {
  const wanted = Math.min(text.length, Math.max(0, Math.trunc(cachePrefix)));
  const end = isInsidePair(text, wanted) ? wanted - 1 : wanted;
  return [text.slice(0, end), text.slice(end)];
}

function isInsidePair(text: string, at: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(at - 1, at + 1));
}
