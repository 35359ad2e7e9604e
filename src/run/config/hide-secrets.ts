/** Stands where a secret was. */
const HIDDEN = '[hidden]';

/** Starts of keys as vendors hand them out, followed by their random part. */
const VENDOR_KEY = /\b(?:sk|pk|rk|gsk|xai|ghp|glpat|hf|AIza|Bearer)[-_ ]?[\w-]{8,}/g;
/** The user part and the query of a URL. */
const URL_USER = /(?<=:\/\/)[^/@\s"]*(?=@)/g;
const URL_QUERY = /(?<=:\/\/[^\s?"]*\?)[^\s"]+/g;
/** 24 or more letters and digits in a row; no id, variable or model of ours looks like that. */
const LONG_WORD = /[A-Za-z0-9+/]{24,}={0,2}/g;

/**
 * Whether text has the shape of an API key, so that it must be neither accepted as a name nor
 * shown.
 */
export function looksLikeKey(text: string): boolean {
  return hideSecrets(text) !== text;
}

/** The same text with everything that looks like a key, a URL's user or a URL's query replaced. */
export function hideSecrets(text: string): string {
  return text
    .replaceAll(VENDOR_KEY, (found) => (isPlainWord(found) ? found : HIDDEN))
    .replaceAll(URL_USER, HIDDEN)
    .replaceAll(URL_QUERY, HIDDEN)
    .replaceAll(LONG_WORD, (found) => (isRandom(found) ? HIDDEN : found));
}

/** `sketching` starts like a key but is a word: a key has a separator or a digit. */
function isPlainWord(text: string): boolean {
  return /^[A-Za-z]+$/.test(text);
}

function isRandom(word: string): boolean {
  return /[A-Za-z]/.test(word) && /\d/.test(word);
}
