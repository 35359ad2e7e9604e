import { pageHead, pageScript } from './assets.ts';
import { html, type Markup } from './markup.ts';

/** One part of a page, with an entry in its navigation. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly intro: string;
  readonly content: Markup;
}

export interface Page {
  readonly title: string;
  readonly heading: Markup | string;
  readonly facts: readonly { readonly name: string; readonly text: Markup | string }[];
  readonly warnings: readonly string[];
  readonly sections: readonly Section[];
  /** The version of mab. */
  readonly madeBy: string;
  /** Before the script: what it reads. */
  readonly data?: Markup;
}

/** A whole page: what every page of ours has around its sections. */
export function pageText(page: Page): string {
  const { title, heading, facts, warnings, sections, madeBy, data } = page;
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
${pageHead(title)}
</head>
<body>
<a class="skip" href="#${sections[0]?.id ?? 'top'}">Skip to the results</a>
<header>
<p class="brand">MemoryAgentBench Cloud</p>
<h1>${heading}</h1>
<dl class="facts">${facts.map(
    ({ name, text }) => html`<div><dt>${name}</dt><dd dir="auto">${text}</dd></div>\n`,
  )}</dl>
</header>
${warningBox(warnings)}
<nav aria-label="Sections"><ul class="sections">${sections.map(
    (section) => html`<li><a href="#${section.id}">${section.title}</a></li>`,
  )}</ul></nav>
<main>
${sections.map(sectionMarkup)}
</main>
<footer><p>Made by mab ${madeBy}. One file; it loads nothing.</p></footer>
${data}${data && pageScript()}
</body>
</html>
`;
  return markup;
}

function sectionMarkup({ id, title, intro, content }: Section): Markup {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
<p class="intro">${intro}</p>
${content}
</section>
`;
}

function warningBox(warnings: readonly string[]): Markup | undefined {
  if (warnings.length === 0) return undefined;
  return html`<aside class="warnings" aria-labelledby="warnings-title">
<h2 id="warnings-title">Before you use these numbers</h2>
<ul>${warnings.map((warning) => html`<li dir="auto">${warning}</li>`)}</ul></aside>`;
}
