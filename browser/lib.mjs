// What every browser test needs: the demo, Chromium, and the checks a page must pass.
//
// What the tests know about the demo's own pages stands in DEMO and in `seats`/`seat` below, and nowhere else.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import axeCore from 'axe-core';
import { chromium } from 'playwright-core';

const DEMO = {
  /** Lists every seat one may take: a link or a button with `data-case` and `data-seat`. */
  index: '/demo',
  entry: '[data-seat]',
  languageCookie: 'lang',
  textSizeCookie: 'ts',
  /** Places where a crawl would change who or what it looks at, and the list that is taken out as a file. */
  leave: /^\/(demo|lang|size|sign-out|cases\/export)(\/|$)/,
};

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** The text that tells a violation of the content security policy from any other console error. */
const CSP = 'content-security-policy:';

// The demo -----------------------------------------------------------------------------------------------------------

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts a fresh demo of the program in BANSO_BIN on a port of its own.
 * @returns {Promise<{ origin: string, stop: () => Promise<void> }>}
 */
export async function startDemo() {
  const data = await mkdtemp(join(tmpdir(), 'banso-demo-'));
  const listen = `127.0.0.1:${await freePort()}`;
  const demo = spawn(process.env.BANSO_BIN, ['demo', '--fresh', '--data', data, '--listen', listen], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [demo.stdout, demo.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (said = (said + text).slice(-4000)));
  }
  const ended = once(demo, 'close');

  const stop = async () => {
    if (demo.exitCode === null) demo.kill('SIGTERM');
    await Promise.race([ended, pause(5000, undefined, { ref: false }).then(() => demo.kill('SIGKILL'))]);
    await rm(data, { recursive: true, force: true });
  };

  const origin = `http://${listen}`;
  const giveUp = Date.now() + 60_000;
  while (demo.exitCode === null && Date.now() < giveUp) {
    const ready = await fetch(`${origin}/readyz`).then((answer) => answer.ok, () => false);
    if (ready) return { origin, stop };
    await pause(100);
  }
  await stop();
  throw new Error(`the demo did not get ready (exit code ${demo.exitCode}); it said:\n${said}`);
}

/** The seats that the demo offers, as `{ caseSlug, seat }`, in the order of its page. */
export async function seats(page, origin) {
  await page.goto(origin + DEMO.index);
  return page.locator(DEMO.entry).evaluateAll((entries) =>
    entries.map(({ dataset }) => ({ caseSlug: dataset.case ?? '', seat: dataset.seat })),
  );
}

/** Takes one seat of one case; the page then stands where that person's work begins. */
export async function seat(page, origin, caseSlug, name) {
  await page.goto(origin + DEMO.index);
  const ofCase = caseSlug ? `[data-case="${caseSlug}"]` : '';
  await Promise.all([
    page.waitForURL((url) => url.pathname !== DEMO.index),
    page.locator(`[data-seat="${name}"]${ofCase}`).first().click(),
  ]);
}

// The browser --------------------------------------------------------------------------------------------------------

export function openBrowser() {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/**
 * A page in a context of its own: nothing is shared with other pages.
 *
 * `page.trouble` holds what the browser complained about: uncaught errors, console errors and every violation of the
 * content security policy.
 */
export async function openPage(browser, { origin, width = 1280, height = 900, lang = 'ja', textSize, script = true } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    locale: lang,
    timezoneId: 'Asia/Tokyo',
    javaScriptEnabled: script,
  });
  if (origin) {
    const cookies = [{ name: DEMO.languageCookie, value: lang, url: origin }];
    if (textSize) cookies.push({ name: DEMO.textSizeCookie, value: textSize, url: origin });
    await context.addCookies(cookies);
  }
  const page = await context.newPage();
  page.trouble = [];
  page.on('pageerror', (error) => page.trouble.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') page.trouble.push(message.text());
  });
  await page.addInitScript((mark) => {
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(mark, event.violatedDirective, event.blockedURI, event.sourceFile, event.lineNumber),
    );
  }, CSP);
  return page;
}

/** Opens a page; nothing when the link leads to a file to download. */
export async function visit(page, url) {
  try {
    return await page.goto(url);
  } catch (error) {
    if (!error.message.includes('Download is starting')) throw error;
    return undefined;
  }
}

// The checks ---------------------------------------------------------------------------------------------------------

/**
 * Violations of WCAG 2.2 A and AA that axe finds, one readable line each; empty when there is none. The page must have
 * been opened with script: axe waits for timers, which a page without script does not have.
 */
export async function axe(page) {
  // By evaluation, so that the page's own policy can stay as it is; once a page.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeCore.source);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'],
      resultTypes: ['violations'],
      preload: false, // would fetch every style sheet a second time
    }),
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, any }) => `${id} at ${target.join(' ')}: ${any[0]?.message ?? help}`),
  );
}

/** Says that the page is wider than the screen, and the first elements that make it so; empty when it is not. */
export function horizontalOverflow(page) {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const end = (element) => element.getBoundingClientRect().left + element.scrollWidth;
    const wide = [...document.body.querySelectorAll('*')].filter(
      (element) => end(element) > clientWidth + 0.5 && !element.closest('.ui-scroll, .ui-hide'),
    );
    const names = wide.map((element) => [element.localName, ...element.classList].join('.'));
    return [`${scrollWidth} px wide on a screen of ${clientWidth} px: ${names.slice(0, 8).join(', ')}`];
  });
}

/**
 * Japanese words on an English page that are not marked `lang="ja"` (names and what people wrote are marked).
 * `spoken` are those in headings, labels, buttons and navigation: product text that nobody translated.
 */
export function untranslated(page) {
  return page.evaluate(() => {
    const spokenBy = 'h1, label, .ui-label, [class^="ui-btn"], [class^="ui-nav"], [class^="ui-tabs"]';
    const found = { spoken: [], other: [] };
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode.data.trim();
      const element = texts.currentNode.parentElement;
      if (!/[\u3040-\u30ff\u3400-\u9fff]/.test(text) || element.closest('[lang]')?.lang.startsWith('ja')) continue;
      // A name may stand in brackets inside an English sentence; the sentence itself is spoken.
      const named = !/[\u3040-\u30ff\u3400-\u9fff]/.test(text.replace(/\([^)]*\)/g, ''));
      found[element.closest(spokenBy) && !named ? 'spoken' : 'other'].push(text.slice(0, 60));
    }
    return found;
  });
}

/**
 * Same-origin pages this page links to, in the order of the page: no fragments, no files to download, and nothing that
 * would change seat, language or text size.
 */
export async function links(page, origin) {
  const all = await page.locator('a[href]:not([download])').evaluateAll((anchors) => anchors.map(({ href }) => href));
  const pages = all
    .map((href) => new URL(href))
    .filter((url) => url.origin === origin && !DEMO.leave.test(url.pathname) && !/\.[a-z]+$/.test(url.pathname))
    .map((url) => url.pathname + url.search);
  return [...new Set(pages)];
}
