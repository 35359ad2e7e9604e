// The list of questions; everything else on the page is there without it. Texts come from models
// and data sets: they are only ever set as text, never as HTML.

/** How many questions are listed at a time. */
const PAGE_SIZE = 25;

const explorer = document.getElementById('explorer');
const packed = document.getElementById('question-data')?.textContent ?? '';

/** @returns the data that the page carries, see question-data.ts. */
async function unpack(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return await new Response(stream).json();
}

/** An element with attributes and children; a child may be text, and `undefined` is left out. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.flat().filter((child) => child !== undefined));
  return made;
}

/** A small square in the colour and pattern of an outcome. */
function square(outcome) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const shape of [svg, rect]) {
    shape.setAttribute('width', '14');
    shape.setAttribute('height', '14');
  }
  rect.setAttribute('class', outcome);
  svg.setAttribute('aria-hidden', 'true');
  svg.append(rect);
  return svg;
}

function labelled(title, control) {
  return element('label', {}, title, control);
}

function choice(options) {
  return element(
    'select',
    {},
    options.map(([value, title]) => element('option', { value }, title)),
  );
}

/** The controls above the list. */
function createFilters(data, outcomes) {
  const unique = (values) => [...new Set(values)];
  const controls = {
    dataset: choice([
      ['', 'all datasets'],
      ...unique(data.cells.map(({ dataset }) => dataset)).map((name) => [name, name]),
    ]),
    method: choice([
      ['', 'any method'],
      ...unique(data.cells.map(({ name }) => name)).map((name) => [name, name]),
    ]),
    outcome: choice([
      ['', 'any outcome'],
      ...Object.entries(outcomes),
      ['disagree', 'methods disagree'],
    ]),
    search: element('input', { type: 'search', autocomplete: 'off', spellcheck: 'false' }),
  };
  const form = element(
    'form',
    { class: 'filters', role: 'search', 'aria-label': 'Choose questions' },
    labelled('Dataset', controls.dataset),
    labelled('Method', controls.method),
    labelled('Outcome', controls.outcome),
    labelled('Question, answer or id contains', controls.search),
  );
  form.addEventListener('submit', (event) => event.preventDefault());
  return { form, controls };
}

/** Whether a question is wanted; `words` are in lower case. */
function fits(question, cells, { dataset, method, outcome, search }) {
  if (dataset !== '' && question.dataset !== dataset) return false;
  const by = question.by.filter(({ cell }) => method === '' || cells[cell].name === method);
  if (by.length === 0 || !hasOutcome(by, cells, outcome)) return false;
  if (search === '') return true;
  const texts = [question.id, question.text, ...question.answers, ...by.map((one) => one.answer)];
  return texts.some((text) => text?.toLowerCase().includes(search));
}

function hasOutcome(by, cells, outcome) {
  if (outcome === '') return true;
  if (outcome !== 'disagree') return by.some((one) => one.outcome === outcome);
  const rights = by
    .filter(({ cell }) => !cells[cell].controlArm)
    .map((one) => one.outcome === 'right');
  return rights.includes(true) && rights.includes(false);
}

function fact(name, ...values) {
  return [element('dt', {}, name), element('dd', { dir: 'auto' }, ...values)];
}

/** The primary metric, and in small print the others. */
function scoreFacts(scores, metric) {
  const texts = Object.entries(scores)
    .filter(([name]) => name !== metric)
    .map(([name, score]) => `${name} ${score}`);
  const others = element('span', { class: 'quiet others' }, texts.join(', '));
  return metric in scores ? [`${metric} ${scores[metric]} `, others] : [others];
}

function costText({ tokens, cost, ms }) {
  const [tokensIn, tokensOut] = tokens.map((count) => count.toLocaleString('en'));
  const time = ms === undefined ? '' : `, ${ms.toLocaleString('en')} ms`;
  return `${tokensIn} tokens in, ${tokensOut} out, ${cost ?? 'free'}${time}`;
}

function retrievedList({ items, itemScores, retrieved = items.length }, data) {
  if (retrieved === 0) return element('p', { class: 'quiet' }, 'Nothing was retrieved.');
  const shown = retrieved > items.length ? `${items.length} of ${retrieved}` : retrieved;
  const entries = items.map((number, at) => {
    const { kind, text, sources } = data.items[number];
    const score = itemScores?.[at];
    const head = [kind, score === undefined || score === null ? '' : `score ${score}`, ...sources];
    return element(
      'li',
      {},
      element('span', { class: 'quiet' }, head.filter((part) => part !== '').join(' · ')),
      element('div', { class: 'excerpt', dir: 'auto' }, text),
    );
  });
  return element(
    'details',
    {},
    element('summary', {}, `What the reader was given: ${shown}, the start of each`),
    element('ol', { class: 'retrieved' }, entries),
  );
}

/** How one method answered. */
function answerBox(answer, data, outcomes) {
  const cell = data.cells[answer.cell];
  const trial = answer.trial === undefined ? '' : `, trial ${answer.trial}`;
  const given = element('span', { class: 'given' }, answer.answer ?? '');
  return element(
    'div',
    { class: 'answer' },
    element(
      'h3',
      {},
      `${cell.name}${trial}: `,
      square(answer.outcome),
      ` ${outcomes[answer.outcome]}`,
    ),
    element(
      'dl',
      {},
      answer.answer === undefined
        ? []
        : fact('answer', answer.answer.trim() === '' ? '(empty)' : given),
      answer.parsed === undefined ? [] : fact('read as', answer.parsed),
      answer.error === undefined ? [] : fact('error', answer.error),
      answer.finish === undefined ? [] : fact('ended by', answer.finish),
      answer.droppedTokens === undefined
        ? []
        : fact('left out', `${answer.droppedTokens} tokens did not fit`),
      fact('scores', ...scoreFacts(answer.scores, cell.metric)),
      (answer.verdicts ?? []).flatMap((verdict) => fact('judge', verdict)),
      fact('cost', costText(answer)),
    ),
    retrievedList(answer, data),
  );
}

function questionEntry(question, data, outcomes) {
  const rights = question.by.filter(({ outcome }) => outcome === 'right').length;
  const entry = element(
    'details',
    { class: 'question' },
    element(
      'summary',
      {},
      element('bdi', { class: 'text' }, question.text),
      element(
        'span',
        { class: 'dots' },
        question.by.map(({ outcome }) => square(outcome)),
      ),
      element(
        'span',
        { class: 'quiet' },
        ` ${rights} of ${question.by.length} right · ${question.id}`,
      ),
    ),
  );
  entry.addEventListener('toggle', () => {
    if (!entry.open) return;
    history.replaceState(null, '', `#q=${encodeURIComponent(question.id)}`);
    if (entry.childElementCount > 1) return;
    entry.append(
      element('dl', { class: 'pairs' }, fact('accepted', question.answers.join(' | '))),
      ...question.by.map((answer) => answerBox(answer, data, outcomes)),
    );
  });
  return entry;
}

/** The list, and how to show another choice of questions in it. */
function createList(data, outcomes, controls) {
  const status = element('p', { role: 'status', class: 'quiet' });
  const entries = element('div');
  const more = element('button', { type: 'button' }, `Show ${PAGE_SIZE} more`);
  let found = [];
  const showMore = () => {
    const shown = entries.childElementCount;
    const next = found.slice(shown, shown + PAGE_SIZE);
    entries.append(...next.map((question) => questionEntry(question, data, outcomes)));
    more.hidden = entries.childElementCount >= found.length;
    return entries.children[shown];
  };
  more.addEventListener('click', () => showMore()?.querySelector('summary').focus());
  const update = () => {
    const wanted = Object.fromEntries(
      Object.entries(controls).map(([name, { value }]) => [name, value]),
    );
    wanted.search = wanted.search.trim().toLowerCase();
    found = data.questions.filter((question) => fits(question, data.cells, wanted));
    entries.replaceChildren();
    status.textContent = `${found.length} of ${data.questions.length} questions`;
    showMore();
  };
  return { parts: [status, entries, more], update };
}

/** Numbers of the outcome tables become ways to the questions that they count. */
function linkCounts(data, outcomes, { controls, update }) {
  for (const count of document.querySelectorAll('[data-outcome]')) {
    const cell = data.cells.find(({ cellId }) => cellId === count.dataset.cell);
    if (cell === undefined) continue;
    const { outcome } = count.dataset;
    const title = `${count.textContent} questions: ${cell.name}, ${outcomes[outcome]}`;
    const button = element('button', { type: 'button', class: 'link', 'aria-label': title });
    button.textContent = count.textContent;
    button.addEventListener('click', () => {
      Object.assign(controls.dataset, { value: cell.dataset });
      Object.assign(controls.method, { value: cell.name });
      Object.assign(controls.outcome, { value: outcome });
      Object.assign(controls.search, { value: '' });
      update();
      document.getElementById('questions').scrollIntoView();
      controls.outcome.focus({ preventScroll: true });
    });
    count.replaceChildren(button);
  }
}

/** Opens the question that the address names: `#q=open_fact_sh_6k%230%2Fq7`. */
function openAddressed({ controls, update }) {
  if (!location.hash.startsWith('#q=')) return;
  controls.search.value = decodeURIComponent(location.hash.slice(3));
  update();
  const first = explorer.querySelector('details.question');
  if (first) first.open = true;
  explorer.scrollIntoView();
}

async function start() {
  const data = await unpack(packed);
  const outcomes = JSON.parse(explorer.dataset.outcomes);
  const { form, controls } = createFilters(data, outcomes);
  const { parts, update } = createList(data, outcomes, controls);
  form.addEventListener('input', update);
  explorer.append(form, ...parts);
  update();
  explorer.hidden = false;
  linkCounts(data, outcomes, { controls, update });
  openAddressed({ controls, update });
}

if (explorer !== null) await start();
