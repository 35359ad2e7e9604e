import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { html, type Markup, trusted } from './markup.ts';

const STYLES = ['page.css', 'charts.css', 'questions.css', 'narrow-and-print.css'];
const SCRIPT = 'page.js';

/** Files of this folder, one after another. */
function readAssets(names: readonly string[]): string {
  return names.map((name) => readFileSync(new URL(name, import.meta.url), 'utf8')).join('');
}

/** How a page's policy names a text that may stand in it. */
function policyHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/**
 * The head of a page. Its policy lets it run our own script and style and nothing else: whatever a
 * model has answered, the page asks for nothing from outside.
 */
export function pageHead(title: string): Markup {
  const style = readAssets(STYLES);
  const policy =
    `default-src 'none'; img-src data:; style-src ${policyHash(style)}; ` +
    `script-src ${policyHash(readAssets([SCRIPT]))}; base-uri 'none'; form-action 'none'`;
  return html`<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${trusted(style)}</style>`;
}

/** The script of the page, for its end. */
export function pageScript(): Markup {
  return html`<script type="module">${trusted(readAssets([SCRIPT]))}</script>`;
}
