import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { HOSTILE } from '../../src/run/report-format/__fixtures__/sample-rows.ts';
import { openBrowser } from './install.ts';
import { makePages } from './pages.ts';
import type { ContextOptions, Page } from './playwright-types.ts';

/**
 * Looks at the HTML pages in a headless Chromium, with screenshots: of phone, desktop and print, in
 * light and dark, with and without script. They stay where MAB_SCREENSHOTS says.
 */
const found = await openBrowser();
const skip = 'missing' in found ? found.missing : false;
const folder = await mkdtemp(join(tmpdir(), 'mab-browser-'));
const screenshots = process.env.MAB_SCREENSHOTS ?? join(folder, 'screenshots');
await mkdir(screenshots, { recursive: true });
const pages = skip === false ? await makePages(folder) : {};

after(async () => {
  if ('browser' in found) await found.browser.close();
  await rm(folder, { recursive: true, force: true });
});

/** Pages that have no list of questions. */
const WITHOUT_SCRIPT = ['comparison', 'forecast'];
const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 900 };

interface Visit extends AsyncDisposable {
  readonly page: Page;
  /** What the page has said, asked for or opened: nothing, if all is well. */
  readonly noise: readonly string[];
}

async function visit(name: string, options: ContextOptions = {}, hash = ''): Promise<Visit> {
  assert.ok('browser' in found);
  const context = await found.browser.newContext({ viewport: DESKTOP, ...options });
  const page = await context.newPage();
  const noise: string[] = [];
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(error.message));
  page.on('dialog', (dialog) => {
    noise.push('a dialog');
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!/^(?:file|data):/.test(request.url())) noise.push(request.url());
  });
  await page.goto(`${pathToFileURL(pages[name] ?? '').href}${hash}`);
  if (options.javaScriptEnabled !== false && !WITHOUT_SCRIPT.includes(name)) {
    await page.locator('#explorer').waitFor();
  }
  return { page, noise, [Symbol.asyncDispose]: () => context.close() };
}

/** A screenshot; of a page as tall as ours Chromium sometimes fails to take one, and then can. */
async function photograph(page: Page, name: string, attempts = 3): Promise<void> {
  const shot = { path: join(screenshots, `${name}.png`), fullPage: true };
  try {
    await page.screenshot(shot);
  } catch (error) {
    if (attempts === 1) throw error;
    await photograph(page, name, attempts - 1);
  }
}

/** Rules of WCAG 2.2 A and AA that axe finds broken, with the first place of each. */
async function axeProblems(page: Page): Promise<string[]> {
  assert.ok('axe' in found);
  await page.evaluate(found.axe);
  return await page.evaluate<string[]>(`axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }).then(({ violations }) => violations.map(({ id, nodes }) =>
    id + ': ' + nodes.length + ' × ' + nodes[0].html.slice(0, 120)))`);
}

for (const name of ['report', 'hostile', 'wide', ...WITHOUT_SCRIPT]) {
  for (const [device, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
    for (const colorScheme of ['light', 'dark'] as const) {
      test(`${name}, ${device}, ${colorScheme}: silent, fits, and accessible`, {
        skip,
      }, async () => {
        await using visited = await visit(name, { viewport, colorScheme });
        const { page, noise } = visited;
        const question = page.locator('details.question').first();
        if (!WITHOUT_SCRIPT.includes(name)) await question.locator('summary').first().click();
        await photograph(page, `${name}-${device}-${colorScheme}`);
        const overflow =
          'document.documentElement.scrollWidth - document.documentElement.clientWidth';
        assert.equal(await page.evaluate(overflow), 0);
        assert.deepEqual(await axeProblems(page), []);
        assert.deepEqual(noise, []);
      });
    }
  }
}

test('without a script scores, plots and tables are there, and the list says what it needs', {
  skip,
}, async () => {
  await using visited = await visit('report', { javaScriptEnabled: false });
  const { page } = visited;
  await photograph(page, 'report-no-script');
  assert.match(await page.getByRole('table', { name: /Scores in percent/ }).innerText(), /best/);
  assert.equal(await page.getByRole('img', { name: /Score against/ }).count(), 6);
  assert.ok(await page.locator('noscript p').isVisible());
  assert.equal(await page.locator('#explorer').isVisible(), false);
});

test('by keyboard: past the navigation, to a question, and into it', { skip }, async () => {
  await using visited = await visit('report');
  const { page, noise } = visited;
  const focused = (): Promise<string> => page.evaluate('document.activeElement.textContent');
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Skip to the results');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate('location.hash'), '#scores');
  await page.getByLabel('Question, answer or id contains').fill('');
  await page.keyboard.type('mh_6k#0/q3');
  await page.keyboard.press('Tab');
  assert.match(await focused(), /open_fact_mh_6k#0\/q3/);
  await page.keyboard.press('Enter');
  const answers = page.locator('details.question[open]').first().locator('.answer h3');
  await answers.first().waitFor();
  assert.equal(await answers.count(), 5);
  assert.equal(await page.evaluate('location.hash'), '#q=open_fact_mh_6k%230%2Fq3');
  assert.deepEqual(noise, []);
});

test('every number of the outcome tables leads to as many questions', { skip }, async () => {
  await using visited = await visit('report');
  const { page } = visited;
  const counts = await page.locator('[data-outcome] button').all();
  assert.ok(counts.length > 15);
  for (const count of counts) {
    await count.click();
    const wanted = await count.innerText();
    assert.equal(
      (await page.getByRole('status').innerText()).split(' of ')[0],
      wanted,
      (await count.getAttribute('aria-label')) ?? '',
    );
  }
});

test('a link to a question opens it, with what the reader was given', { skip }, async () => {
  await using visited = await visit('report', {}, '#q=open_fact_sh_6k%230%2Fq7');
  const { page } = visited;
  const question = page.locator('details.question[open]').first();
  assert.match(await question.innerText(), /open_fact_sh_6k#0\/q7/);
  await question.locator('.answer details summary').first().click();
  assert.match(await question.locator('.retrieved li').first().innerText(), /chunk[\s\S]*#c\d/);
});

test('more questions come on demand, and the focus goes to the first of them', {
  skip,
}, async () => {
  await using visited = await visit('report');
  const { page } = visited;
  const questions = page.locator('details.question');
  assert.equal(await questions.count(), 25);
  await page.getByRole('button', { name: 'Show 25 more' }).click();
  assert.equal(await questions.count(), 50);
  const focused = await page.evaluate<string>('document.activeElement.textContent');
  assert.equal(focused, await questions.nth(25).locator('summary').first().textContent());
});

test('hostile texts are shown, letter by letter, and do nothing', { skip }, async () => {
  await using visited = await visit('hostile', {}, '#q=facts_6k%230%2Fq1');
  const { page, noise } = visited;
  const answer = page.locator('details.question[open] .given').first();
  assert.equal(await answer.textContent(), HOSTILE);
  assert.deepEqual(noise, []);
});

test('on paper: light, whole tables, no controls', { skip }, async () => {
  await using visited = await visit('report', { colorScheme: 'dark' });
  const { page } = visited;
  await page.emulateMedia({ media: 'print' });
  await photograph(page, 'report-print');
  const background = 'getComputedStyle(document.body).backgroundColor';
  assert.equal(await page.evaluate(background), 'rgb(255, 255, 255)');
  assert.equal(await page.locator('nav').isVisible(), false);
  assert.equal(await page.locator('#explorer').isVisible(), false);
  const cut = `[...document.querySelectorAll('.scroll')].filter((box) =>
    getComputedStyle(box).overflowX !== 'visible').length`;
  assert.equal(await page.evaluate(cut), 0);
  const paper = await page.pdf({ format: 'A4', printBackground: true });
  assert.equal(paper.subarray(0, 5).toString(), '%PDF-');
});
