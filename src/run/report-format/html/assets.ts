import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { html, type Markup, trusted } from './markup.ts';

/** A file of this folder that stands in the page as it is, with its hash for the page's policy. */
interface Asset {
  readonly text: string;
  readonly hash: string;
}

function readAsset(name: string): Asset {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8');
  return { text, hash: `'sha256-${createHash('sha256').update(text).digest('base64')}'` };
}

/**
 * The head of a page. Its policy lets it run our own script and style and nothing else: whatever a
 * model has answered, the page asks for nothing from outside.
 */
export function pageHead(title: string): Markup {
  const style = readAsset('page.css');
  const policy =
    `default-src 'none'; img-src data:; style-src ${style.hash}; ` +
    `script-src ${readAsset('page.js').hash}; base-uri 'none'; form-action 'none'`;
  return html`<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${trusted(style.text)}</style>`;
}

/** The script of the page, for its end. */
export function pageScript(): Markup {
  return html`<script type="module">${trusted(readAsset('page.js').text)}</script>`;
}
