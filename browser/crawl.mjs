// Every kind of seat walks what it can reach; each page is looked at on a telephone and at a desk. It must be accessible, fit
// the screen, obey the content security policy and speak the reader's language. One file for each language calls this, so that
// both are walked at the same time.
//
// BANSO_CRAWL_PAGES bounds the pages of one walk (30).

import assert from 'node:assert/strict';

import { axe, horizontalOverflow, links, openBrowser, openPage, seat, seats, startDemo, untranslated, visit } from './lib.mjs';

const MOST = Number(process.env.BANSO_CRAWL_PAGES ?? 30);

/** Pages that differ only in an id look alike: two of each are enough. */
const LIKE = 2;
const shape = (path) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, '*').replace(/\?.*/, '?');

/** Widths of a telephone and of a desk's screen. */
const WIDTHS = [390, 1280];

/** What is wrong with the page, one line each. */
async function faults(page, lang, say) {
  const found = page.trouble.splice(0);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const here = [...(await axe(page)), ...(await horizontalOverflow(page)), ...page.trouble.splice(0)];
    found.push(...here.map((fault) => `${width} px: ${fault}`));
  }
  if (lang === 'en') {
    const { spoken, other } = await untranslated(page);
    found.push(...spoken.map((text) => `not in English: ${text}`));
    if (other.length > 0) say(`${new URL(page.url()).pathname}: unmarked Japanese: ${[...new Set(other)].join(' | ')}`);
  }
  return found;
}

/** Walks breadth first from where the page stands; returns how many pages it saw and what was wrong, with the path. */
async function walk(page, origin, lang, say) {
  const start = new URL(page.url());
  const ahead = [start.pathname + start.search];
  const known = new Set(ahead);
  const seen = new Map();
  const wrong = [];
  let pages = 0;

  while (ahead.length > 0 && pages < MOST) {
    const path = ahead.shift();
    const alike = seen.get(shape(path)) ?? 0;
    if (alike >= LIKE) continue;
    seen.set(shape(path), alike + 1);

    const answer = await visit(page, origin + path);
    if (!answer?.headers()['content-type']?.startsWith('text/html')) continue;
    pages += 1;
    if (!answer.ok()) wrong.push(`${path}: answered ${answer.status()} to a link`);
    wrong.push(...(await faults(page, lang, say)).map((fault) => `${path}: ${fault}`));

    for (const next of await links(page, origin)) {
      if (!known.has(next)) {
        known.add(next);
        ahead.push(next);
      }
    }
  }
  return { pages, wrong };
}

/** Walks all seats in one language. */
export async function crawl(t, lang) {
  const demo = await startDemo();
  t.after(() => demo.stop());
  const browser = await openBrowser();
  t.after(() => browser.close());
  const open = (options) => openPage(browser, { origin: demo.origin, ...options });

  const all = await seats(await open(), demo.origin);
  const kinds = all.filter(({ seat: name }, at) => all.findIndex((other) => other.seat === name) === at);
  assert.ok(kinds.length > 0, 'the demo offers no seat');

  for (const { caseSlug, seat: name } of kinds) {
    await t.test(`${name}, ${lang}`, async (t) => {
      const page = await open({ lang });
      t.after(() => page.context().close());
      await seat(page, demo.origin, caseSlug, name);
      const { pages, wrong } = await walk(page, demo.origin, lang, (line) => t.diagnostic(line));
      t.diagnostic(`${pages} pages`);
      assert.deepEqual(wrong, []);
    });
  }
}
