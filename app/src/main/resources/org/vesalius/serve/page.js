// The page of the service. Everything from the server becomes text nodes, never markup.
import { Viewer } from './viewer.js';

const $ = (id) => document.getElementById(id);
const PAGE_SIZE = 24;
const KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/;
const viewer = new Viewer($('stage'), $('film'), $('map'));
const MOST_FINDINGS = 16;
let known = []; // the findings that studies here have
let asked = null; // the search that "More" continues
let shown = null; // the study in the reading view

/** Asks the service; a refusal becomes an Error with what the service said, a missing login opens the dialog. */
async function ask(path, options = {}) {
  const answer = await fetch(path, { credentials: 'same-origin', ...options });
  if (answer.ok) {
    const type = answer.headers.get('Content-Type') ?? '';
    return type.includes('json') ? answer.json() : answer;
  }
  const problem = await answer.json().catch(() => ({ title: answer.statusText, detail: '' }));
  if (answer.status === 401 && path !== 'login') login();
  throw Object.assign(new Error([problem.title, problem.detail].filter(Boolean).join(': ')), { status: answer.status });
}

const askJson = (path, body) =>
  ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

/** An element with properties and children. */
function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

// ---- login

function login() {
  if (!$('login').open) $('login').showModal();
}

async function enter(token) {
  await askJson('login', { token });
  if ($('login').open) $('login').close();
  await start();
}

$('login-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  try {
    await enter($('token').value);
    $('token').value = '';
    $('login-said').textContent = '';
  } catch (error) {
    $('login-said').textContent = error.status === 401 ? 'That token is not known.' : error.message;
  }
});

$('logout').addEventListener('click', async () => {
  await ask('logout', { method: 'POST' });
  location.replace('./'); // nothing that was shown stays
});

// ---- search

/** The same finding under two spellings is one. */
const distinct = (labels) => [...new Map(labels.map((label) => [label.toLowerCase(), label.toLowerCase()])).values()];

function card(found) {
  const picture = found.films > 0
    ? make('img', { src: `api/v1/studies/${found.key}/films/0`, alt: '', loading: 'lazy' })
    : make('span', { className: 'none' });
  const label = distinct(found.labels).join(', ') || 'no finding noted';
  const view = found.facts.view ? found.facts.view.toUpperCase().replace('_', ' ') : '';
  return make('li', {},
    make('a', { className: 'card', href: `#/study/${found.key}` }, picture,
      make('div', {},
        make('span', { className: 'score', textContent: found.score === undefined ? '' : found.score.toFixed(3) }),
        make('span', { textContent: [`Study ${found.key.slice(0, 10)}`, view].filter(Boolean).join(', ') }),
        make('br'),
        make('span', { className: 'labels', textContent: label }))));
}

function filters() {
  const where = {};
  if ($('sex').value) where.sex = $('sex').value;
  if ($('view').value) where.view = $('view').value;
  return { labels: $('label').value ? [$('label').value] : [], where };
}

async function search(next) {
  asked = next;
  $('results').replaceChildren();
  await page(0);
}

async function page(from) {
  $('found').textContent = 'Searching …';
  $('more').disabled = true;
  const mine = asked;
  try {
    const answer = await mine(from);
    if (mine !== asked) return;
    $('results').append(...answer.results.map(card));
    const count = $('results').children.length;
    $('found').textContent = count === 0 ? 'Nothing fits.' : `${count} of ${answer.searched} studies, nearest first.`;
    $('more').hidden = answer.results.length < PAGE_SIZE;
  } catch (error) {
    if (mine === asked) $('found').textContent = error.message;
  } finally {
    $('more').disabled = false;
  }
}

$('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = $('words').value.trim();
  if (!text) return;
  const mode = $('mode').value;
  const within = filters();
  search((from) => askJson('api/v1/search', { text, mode, ...within, from, size: PAGE_SIZE }));
});

$('more').addEventListener('click', () => page($('results').children.length));

function byFilm(file) {
  if (!file) return;
  $('words').value = '';
  search((from) => ask(`api/v1/search/image?from=${from}&size=${PAGE_SIZE}`, {
    method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: file,
  }));
}

$('file').addEventListener('change', (event) => byFilm(event.target.files[0]));
$('ask').addEventListener('dragover', (event) => { event.preventDefault(); $('ask').classList.add('over'); });
$('ask').addEventListener('dragleave', () => $('ask').classList.remove('over'));
$('ask').addEventListener('drop', (event) => {
  event.preventDefault();
  $('ask').classList.remove('over');
  byFilm(event.dataTransfer.files[0]);
});

document.addEventListener('keydown', (event) => {
  const typing = /INPUT|TEXTAREA|SELECT/.test(document.activeElement.tagName);
  if (event.key === '/' && !typing && !$('login').open) {
    event.preventDefault();
    location.hash = '#/search';
    $('words').focus();
  }
  const cards = [...document.querySelectorAll('#results .card')];
  const at = cards.indexOf(document.activeElement);
  if (at >= 0 && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) {
    event.preventDefault();
    cards[Math.max(0, Math.min(cards.length - 1, at + (event.key === 'ArrowRight' ? 1 : -1)))].focus();
  }
});

// ---- the reading view

async function openStudy(key) {
  shown = { key, film: 0 };
  const mine = shown;
  hideMap();
  viewer.clear();
  for (const id of ['report', 'draft', 'others', 'similar', 'film-buttons']) $(id).replaceChildren();
  $('findings').tBodies[0].replaceChildren();
  $('map-said').textContent = '';
  $('study-title').textContent = `Study ${key}`;
  try {
    const study = await ask(`api/v1/studies/${key}`);
    if (mine !== shown) return;
    shown.study = study;
    const facts = Object.entries(study.facts).map(([name, value]) => `${name} ${value}`).join(', ');
    $('study-title').textContent = `Study ${key.slice(0, 16)}${facts ? ` (${facts})` : ''}`;
    $('report').replaceChildren(...sentences(study.sentences));
    if (study.films > 1) {
      for (let i = 0; i < study.films; i++) {
        $('film-buttons').append(make('button', { type: 'button', textContent: `Film ${i + 1}`, onclick: () => showFilm(i) }));
      }
    }
    if (study.films > 0) {
      await showFilm(0);
      await Promise.all([findings(mine), similar(mine), others(mine)]);
    } else {
      await others(mine);
    }
  } catch (error) {
    $('study-title').textContent = error.message;
  }
}

function sentences(texts) {
  if (texts.length === 0) return [make('p', { textContent: 'No report.' })];
  return texts.map((text) => {
    const line = make('p', { className: 'sentence', tabIndex: 0, textContent: text, title: 'Shows where it is seen' });
    line.addEventListener('mouseenter', () => showPhrase(text, 150));
    line.addEventListener('focus', () => showPhrase(text, 0));
    line.addEventListener('mouseleave', () => { if (!$('phrase').value) hideMap(); });
    return line;
  });
}

async function showFilm(number) {
  shown.film = number;
  hideMap();
  await viewer.show(`api/v1/studies/${shown.key}/films/${number}`);
}

let pending = 0;
let turn = 0; // answers to an older phrase are passed over
function showPhrase(phrase, delay) {
  clearTimeout(pending);
  const my = ++turn;
  pending = setTimeout(async () => {
    const mine = shown;
    try {
      const map = await ask(`api/v1/studies/${mine.key}/films/${mine.film}/ground?phrase=${encodeURIComponent(phrase)}`);
      if (my !== turn || mine !== shown) return;
      viewer.showMap(map);
      $('map-said').textContent =
        `Nearest at ${Math.round(100 * map.place.x / map.place.width)} % from the left, ${Math.round(100 * map.place.y / map.place.height)} % from the top (similarity ${map.place.similarity.toFixed(2)}).`;
    } catch (error) {
      if (my === turn) $('map-said').textContent = error.message;
    }
  }, delay);
}

function hideMap() {
  clearTimeout(pending);
  turn++;
  viewer.hideMap();
  $('map-said').textContent = '';
}

$('phrase').addEventListener('input', () => {
  const phrase = $('phrase').value.trim();
  if (phrase) showPhrase(phrase, 250); else hideMap();
});
$('where').addEventListener('submit', (event) => { event.preventDefault(); showPhrase($('phrase').value.trim(), 0); });
$('hide-map').addEventListener('click', () => { $('phrase').value = ''; hideMap(); });
$('level').addEventListener('input', () => viewer.grey($('level').value, $('window').value));
$('window').addEventListener('input', () => viewer.grey($('level').value, $('window').value));
$('zoom-in').addEventListener('click', () => viewer.zoom(1.25));
$('zoom-out').addEventListener('click', () => viewer.zoom(0.8));
$('reset').addEventListener('click', () => {
  $('level').value = 50;
  $('window').value = 50;
  viewer.grey(50, 50);
  viewer.reset();
});

async function findings(mine) {
  const asked = distinct(known).slice(0, MOST_FINDINGS).map((label) => ({ label }));
  const { scores } = await askJson(`api/v1/studies/${mine.key}/classify`, { findings: asked });
  if (mine !== shown) return;
  const rows = Object.entries(scores).sort((a, b) => b[1] - a[1]).map(([label, score]) =>
    make('tr', {}, make('th', { scope: 'row', textContent: label }),
      make('td', {}, make('meter', { min: 0, max: 1, value: score, ariaLabel: label })),
      make('td', { textContent: score.toFixed(2) })));
  $('findings').tBodies[0].replaceChildren(...rows);
}

async function similar(mine) {
  const { results } = await ask(`api/v1/studies/${mine.key}/similar?size=9`);
  if (mine === shown) $('similar').replaceChildren(...results.filter((found) => found.key !== mine.key).slice(0, 8).map(card));
}

async function others(mine) {
  const { studies } = await ask(`api/v1/patients/${mine.study.patient}/studies`);
  if (mine !== shown) return;
  const rest = studies.filter((study) => study.key !== mine.key);
  $('others').replaceChildren(...(rest.length ? rest.map(card) : [make('li', { textContent: 'No other study.' })]));
}

$('make-draft').addEventListener('click', async () => {
  const mine = shown;
  $('draft').replaceChildren(make('p', { textContent: 'Drafting …' }));
  try {
    const draft = await ask(`api/v1/studies/${mine.key}/draft`);
    if (mine !== shown) return;
    const lines = draft.sentences.map((sentence) => {
      const line = sentences([sentence.text])[0];
      line.append(' ', make('a', { href: `#/study/${sentence.source}`, textContent: `[${sentence.source.slice(0, 8)}]`, title: 'The study that said so' }));
      for (const warning of sentence.warnings) line.append(' ', make('span', { className: 'warning', textContent: `⚠ ${warning}` }));
      return line;
    });
    $('draft').replaceChildren(make('p', {}, make('strong', { textContent: draft.status })), ...lines);
  } catch (error) {
    $('draft').replaceChildren(make('p', { textContent: error.message }));
  }
});

$('delete').addEventListener('click', async () => {
  if (!confirm('Delete this study from the index and its films from the disk?')) return;
  try {
    await ask(`api/v1/studies/${shown.key}`, { method: 'DELETE' });
    $('results').replaceChildren();
    $('found').textContent = 'The study is deleted.';
    location.hash = '#/search';
  } catch (error) {
    $('study-title').textContent = error.message;
  }
});

// ---- the data page

async function showData() {
  const about = await ask('api/v1/about');
  const rows = [
    ['Studies', String(about.studies)], ['Findings', about.labels.join(', ') || 'none'],
    ['Known of a study', about.facts.join(', ') || 'nothing'], ['Model (SHA-256)', about.model],
    ['Questions that wait for the model', String(about.waiting)],
  ];
  $('about').replaceChildren(...rows.flatMap(([name, value]) => [make('dt', { textContent: name }), make('dd', { textContent: value })]));
}

$('add').addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  const key = form.get('key');
  form.delete('key');
  try {
    await ask(`api/v1/studies/${encodeURIComponent(key)}`, { method: 'PUT', body: form });
    $('added').replaceChildren(make('a', { href: `#/study/${key}`, textContent: `Study ${key} is there.` }));
    event.target.reset();
    await showData();
  } catch (error) {
    $('added').textContent = error.message;
  }
});

// ---- which page

async function route() {
  if (location.hash === '#main') return; // the link to the content
  let [, page = 'search', key = ''] = location.hash.split('/');
  if (!['search', 'data'].includes(page) && !(page === 'study' && KEY.test(key))) page = 'search';
  for (const id of ['search', 'study', 'data']) $(id).hidden = id !== page;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.hash === `#/${page}`) link.setAttribute('aria-current', 'page'); else link.removeAttribute('aria-current');
  }
  document.title = page === 'study' ? 'Study – Vesalius' : 'Vesalius';
  if (page === 'study') {
    await openStudy(key);
    $('main').focus();
  } else if (page === 'data') {
    await showData().catch((error) => { $('about').textContent = error.message; });
  } else {
    $('words').focus();
  }
}

window.addEventListener('hashchange', route);

async function start() {
  const about = await ask('api/v1/about');
  known = about.labels;
  $('label').replaceChildren(make('option', { value: '', textContent: 'any' }), ...about.labels.map((label) => make('option', { textContent: label })));
  await route();
}

$('login').addEventListener('cancel', (event) => event.preventDefault()); // without a token there is nothing to see

function begin() {
  start().catch((error) => {
    $('search').hidden = false;
    $('found').textContent = error.message;
  });
}

const given = location.hash.match(/^#token=(.+)$/);
if (given) {
  history.replaceState(null, '', '#/search');
  enter(given[1]).catch(begin);
} else {
  begin();
}
