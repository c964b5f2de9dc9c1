// Hostile texts in every field that a seat can reach, then every page that a seat can reach, in Chromium. Each answer is
// drawn by the browser too, so a text that only comes back once ("please mend this") is seen as well.
//
// A fault is: a dialog, an uncaught error, a console error, a violation of the content security policy, a request to
// anywhere but this page and /assets/, an element that a text brought with it, or a formula that was worked out.
//
// Shown to fail: with `{{ note.body|safe }}` in change/my_board.html the owner's own notes load pictures, bring elements and
// take the page away.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { openBrowser, openPage, seat, seats, startDemo, visit } from './lib.mjs';

/** What an element or attribute of a hostile text would be called; none of ours is called so. */
const MARK = 'zz-x';
const EVIL = 'https://evil.example';
const CORPUS = [
  `<script>alert(1)</script>`,
  `</textarea><zz-x></zz-x>`,
  `</title><zz-x></zz-x>`,
  `"><zz-x></zz-x>`,
  `'><zz-x></zz-x>`,
  `--><zz-x></zz-x>`,
  `]]><zz-x></zz-x>`,
  `<img src=x onerror=alert(1)>`,
  `<img src=${EVIL}/a.png>`,
  `<svg onload=alert(1)>`,
  `<svg><script>alert(1)</script></svg>`,
  `<svg><animate onbegin=alert(1) attributeName=x>`,
  `<math><mi xlink:href="javascript:alert(1)">x`,
  `<iframe src=javascript:alert(1)>`,
  `<iframe srcdoc="<script>alert(1)</script>">`,
  `<object data=javascript:alert(1)>`,
  `<embed src=javascript:alert(1)>`,
  `<base href=${EVIL}/>`,
  `<link rel=stylesheet href=${EVIL}/a.css>`,
  `<style>*{background:url(${EVIL}/b)}</style>`,
  `<meta http-equiv=refresh content="0;url=${EVIL}">`,
  `<form action=${EVIL}><button>x</button></form>`,
  `<a href=javascript:alert(1)>x</a>`,
  `<a href="data:text/html,<script>alert(1)</script>">x</a>`,
  `<details open ontoggle=alert(1)>`,
  `<body onload=alert(1)>`,
  `<input autofocus onfocus=alert(1)>`,
  `" autofocus onfocus=alert(1) zz-x="`,
  `' onmouseover=alert(1) zz-x='`,
  `\` onclick=alert(1) \``,
  `javascript:alert(1)`,
  `java\tscript:alert(1)`,
  `&lt;zz-x&gt;&#60;zz-x&#62;`,
  `%3Czz-x%3E`,
  `\\u003czz-x\\u003e`,
  `＜zz-x＞＜script＞alert(1)＜/script＞`,
  `{{7*7}}zz\${7*7}zz{%7*7%}zz<%=7*7%>zz#{7*7}`,
  `\u202Ecba\u202C \u2066x\u2069 \u200B\uFEFF`,
  `=HYPERLINK("${EVIL}","x")`,
  `+cmd|' /C calc'!A1`,
  `@SUM(1+1)*cmd|' /C calc'!A0`,
  `<zz-x hx-get="${EVIL}" hx-trigger="load"></zz-x>`,
];

/** Forms that would end the walk, or belong to the demo itself. */
const LEAVE = /^\/(demo|sign-out|my\/sign-out|lang|size)|\/(sessions\/end|password|seat|state|end|stop\/[^/]+|kept|hats|members|signer)$/;
/** A walk that reads sees this many pages, one that writes three times as many; and of pages that differ only in an id, two. */
const MOST = 25;
const LIKE = 2;
const shape = (path) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, '*').replace(/\?.*/, '');

/** A page that remembers what it should not have done. */
async function watched(browser, origin) {
  const page = await openPage(browser, { origin });
  page.on('dialog', (dialog) => {
    if (dialog.type() !== 'beforeunload') page.trouble.push(`a dialog: ${dialog.message()}`);
    return dialog.accept();
  });
  page.on('request', (request) => {
    const { origin: to, pathname, protocol } = new URL(request.url());
    const ours = to === origin && (request.isNavigationRequest() || pathname.startsWith('/assets/'));
    if (!ours && protocol !== 'data:') page.trouble.push(`a request: ${request.url()}`);
  });
  return page;
}

/** What a hostile text brought into the open page, where the page leads, its forms, and the fields it asks to mend. */
function read(mark) {
  const wanted = [
    `${mark}, [${mark}]`,
    '[onerror], [onload], [onclick], [onfocus], [onmouseover], [ontoggle], [onbegin]',
    'iframe, object, embed, base, math, style, svg script, svg animate, meta[http-equiv]',
    'script:not([src^="/assets/"]), link:not([href^="/assets/"]):not([href^="data:,"])',
    '[href^="javascript:" i], [src^="javascript:" i], [href^="data:text" i]',
    '[href*="evil.example"], [src*="evil.example"], [action*="evil.example"]',
  ].join(', ');
  const brought = [...document.querySelectorAll(wanted)].map((element) => `an element: ${element.outerHTML.slice(0, 120)}`);
  if (/49zz/.test(document.body.innerText)) brought.push('a formula was worked out');
  const mend = [...document.querySelectorAll('[aria-invalid="true"]')].map(({ name }) => name);
  mend.push(...[...document.querySelectorAll('.ui-banner a[href^="#"]')].map(({ hash }) => hash.slice(1)));
  const forms = [...document.forms].map((form, at) => ({ at, action: new URL(form.action).pathname, method: form.method }));
  return {
    brought,
    mend: [...new Set(mend)],
    hrefs: [...document.querySelectorAll('a[href]:not([download])')].map(({ href }) => href),
    forms: forms.filter(({ method }) => method === 'post'),
  };
}

/** Reads the page that is open, and what the browser said of it. */
async function look(page) {
  const went = (error) => ({ brought: [`the page went away by itself: ${error.message}`], mend: [], hrefs: [], forms: [] });
  const { brought, ...seen } = await page.evaluate(read, MARK).catch(went);
  // The browser complains of a page that asks to mend a form, or is not there for this seat: that is meant. What a page loads
  // by itself is watched above.
  const trouble = page.trouble.splice(0).filter((line) => !/status of (404|409|422)/.test(line));
  return { ...seen, faults: [...brought, ...trouble] };
}

/**
 * Fills in one form with hostile texts and sends it. `tamed` says of fields that were not taken how often they were not:
 * then they get a shorter text, the mark alone, and at last what was there or what the field is for.
 */
async function send(page, at, round, tamed) {
  const going = page.waitForNavigation({ timeout: 10_000 });
  await page.evaluate(
    ({ at, round, tamed, corpus, mark }) => {
      const form = document.forms[at];
      const plain = (field) => (/mail/.test(field.name) ? `zz${round}@mail.example` : field.defaultValue);
      let nth = round;
      for (const field of form.elements) {
        const own = corpus[nth % corpus.length];
        const long = `${corpus.slice(round % 2 ? 20 : 0).join('\n')}`.slice(0, 1500);
        const texts = field.localName === 'textarea' ? [long, long.slice(0, 350), `<${mark}>${own}`, `<${mark}>`, plain(field)] : [`<${mark}>${own}`, `<${mark}>${own}`.slice(0, 38), `<${mark}>`, plain(field)];
        const typed = field.localName === 'textarea' || (field.localName === 'input' && ['text', 'search'].includes(field.type));
        if (typed && field.name) field.value = texts[Math.min(tamed[field.name] ?? 0, texts.length - 1)];
        else if (field.type === 'radio' && ![...form.elements].some((other) => other.name === field.name && other.checked)) field.checked = true;
        nth += Number(typed);
      }
      const button = [...form.querySelectorAll('button[name]')].find(({ type }) => type === 'submit');
      if (button) form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: button.name, value: button.value }));
      HTMLFormElement.prototype.submit.call(form);
    },
    { at, round, tamed, corpus: CORPUS, mark: MARK },
  );
  return (await going)?.status();
}

/**
 * Walks breadth first from these paths: to write, through all cases, and every form that is met is sent; to read, through
 * the pages of one case and those of no case.
 */
async function walk(page, origin, starts, { write, caseSlug }) {
  const ahead = [...starts];
  const known = new Set(ahead);
  const seen = new Map();
  const sent = new Set();
  const wrong = [];
  const taken = new Set();
  let pages = 0;
  // The first fault ends a walk: a page that a text has taken over leads anywhere.
  const done = () => ({ pages, taken, sent, wrong });
  while (ahead.length > 0 && pages < (write ? 3 * MOST : MOST)) {
    const path = ahead.shift();
    const alike = seen.get(shape(path)) ?? 0;
    if (alike >= LIKE) continue;
    seen.set(shape(path), alike + 1);
    const answer = await visit(page, origin + path);
    if (!answer?.headers()['content-type']?.startsWith('text/html')) continue;
    pages += 1;
    const { faults, hrefs, forms } = await look(page);
    wrong.push(...faults.map((fault) => `${path}: ${fault}`));
    if (wrong.length > 0) return done();
    for (const { origin: to, pathname, search } of hrefs.map((href) => new URL(href))) {
      const [, ofCase] = pathname.match(/^\/cases\/([0-9a-f-]{36})\/./) ?? [];
      const next = pathname + search;
      if (to !== origin || known.has(next) || LEAVE.test(pathname) || pathname === '/cases/export') continue;
      if (!write && ofCase && ofCase !== caseSlug) continue;
      known.add(next);
      ahead.push(next);
    }
    if (!write) continue;
    let moved = false;
    for (const { at, action } of forms) {
      if (LEAVE.test(action) || sent.has(shape(action))) continue;
      const tamed = {};
      for (let tries = 0; tries < 6; tries += 1) {
        if (moved) await page.goto(origin + path);
        moved = false;
        const now = (await look(page)).forms.find((form) => form.at === at);
        if (!now || shape(now.action) !== shape(action)) break;
        moved = true;
        sent.add(shape(action));
        const status = await send(page, at, sent.size * 7, tamed);
        const { faults, mend } = await look(page);
        if (status >= 500) wrong.push(`POST ${action}: answered ${status}`);
        wrong.push(...faults.map((fault) => `POST ${action}: ${fault}`));
        if (wrong.length > 0) return done();
        if (status !== 422 || mend.length === 0) {
          if (status < 400) {
            taken.add(shape(action));
            ahead.push(new URL(page.url()).pathname);
          }
          break;
        }
        for (const name of mend) tamed[name] = (tamed[name] ?? 0) + 1;
      }
    }
  }
  return done();
}

/** Puts in a list whose cells and whose file name are hostile. */
async function importList(page, origin) {
  await page.goto(`${origin}/import`);
  const line = (cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  const rows = CORPUS.map((text, at) => line([`${text}社`, text, `職${at}${text}`, text, `備考${text}`]));
  const token = await page.locator('input[name=token]').first().inputValue();
  const key = await page.locator('input[name=key]').first().inputValue();
  const file = { name: `<zz-x>"><img src=x onerror=alert(1)>.csv`, mimeType: 'text/csv', buffer: Buffer.from(`会社名,氏名,役職,経営課題,${line([CORPUS[3]])}\n${rows.join('\n')}`) };
  const answer = await page.request.post(`${origin}/import`, { headers: { 'sec-fetch-site': 'same-origin' }, multipart: { token, key, file }, maxRedirects: 0 });
  assert.equal(answer.status(), 303, 'the list was not read');
  return answer.headers().location;
}

const skip = process.env.BANSO_BIN ? false : 'BANSO_BIN is not set';

test('no text that anyone types becomes part of a page', { skip }, async (t) => {
  const demo = await startDemo();
  t.after(() => demo.stop());
  const browser = await openBrowser();
  t.after(() => browser.close());
  const first = await watched(browser, demo.origin);
  const all = await seats(first, demo.origin);
  await first.context().close();
  const of = (name) => new Set(all.filter((entry) => entry.seat === name).map((entry) => entry.caseSlug));
  const two = [...of('person')].filter((slug) => of('owner').has(slug));
  const caseSlug = two.find((slug) => of('host').has(slug)) ?? two[0];
  const desk = [`/cases/${caseSlug}`, '/cases/new', '/import', '/today'];
  const starts = { consultant: desk, admin: ['/settings'], owner: ['/my'], person: ['/my'], host: ['/my'], contact: ['/my'] };

  const names = [...new Set(all.map((entry) => entry.seat))];
  const writers = names.filter((name) => name in starts);
  const wrong = [];
  const tally = { pages: 0, sent: new Set(), taken: new Set() };
  const during = async (name, write, paths) => {
    const page = await watched(browser, demo.origin);
    const slug = of(name).has(caseSlug) ? caseSlug : [...of(name)][0];
    await seat(page, demo.origin, slug, name);
    const began = [...new Set([new URL(page.url()).pathname, ...paths])];
    const lists = write && name === 'consultant' ? [await importList(page, demo.origin)] : [];
    const done = await walk(page, demo.origin, [...lists, ...began], { write, caseSlug });
    wrong.push(...done.wrong.map((line) => `${name}${write ? ' writing' : ''} ${line}`));
    tally.pages += done.pages;
    for (const kind of ['sent', 'taken']) done[kind].forEach((form) => tally[kind].add(form));
    await page.context().close();
  };
  for (const name of writers) await during(name, true, starts[name]);
  for (const name of names) await during(name, false, starts[name] ?? [`/cases/${caseSlug}`, '/cases', '/settings/staff', '/looks']);
  t.diagnostic(`${CORPUS.length} texts, ${tally.sent.size} forms, ${tally.taken.size} of them taken, ${tally.pages} pages`);
  t.diagnostic(`not taken: ${[...tally.sent].filter((form) => !tally.taken.has(form)).join(' ')}`);
  assert.deepEqual([...new Set(wrong)].slice(0, 40), []);
  assert.ok(tally.taken.size >= 28, 'too few forms were taken');
});
