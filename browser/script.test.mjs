// What app.js adds to a staff page, tried on the static page of components.

import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, test } from 'node:test';

import { openBrowser, openPage } from './lib.mjs';

let browser;
let page;
before(async () => (browser = await openBrowser()));
after(() => browser.close());
beforeEach(async () => {
  page = await openPage(browser);
  await page.goto(new URL('components.html', import.meta.url).href);
});
afterEach(() => page.context().close());

const note = () => page.locator('textarea[data-count]');

/** Counts how often an event reaches the document from now on. */
async function counted(name) {
  await page.evaluate((event) => {
    globalThis.heard = 0;
    document.addEventListener(event, () => (globalThis.heard += 1));
  }, name);
  return () => page.evaluate(() => globalThis.heard);
}

test('the counter says how many characters are left, and counts 𠮷 as one', async () => {
  await note().fill('𠮷野');
  assert.equal(await page.locator('#n4').textContent(), 'あと398文字書けます。');
});

test('the counter says in an error how many characters are too many', async () => {
  await note().fill('あ'.repeat(403));
  assert.equal(await page.locator('#n4').textContent(), '3文字減らしてください。');
  assert.equal(await page.locator('#n4').getAttribute('class'), 'ui-error');
});

test('typing asks for a draft to be saved, composing does not until it ends', async () => {
  const heard = await counted('autosave');
  await note().press('End');
  await page.keyboard.type('a');
  assert.equal(await heard(), 1);
  const fire = (type, init) =>
    note().evaluate((field, [kind, options]) => {
      const Kind = kind.startsWith('composition') ? CompositionEvent : InputEvent;
      field.dispatchEvent(new Kind(kind, { bubbles: true, ...options }));
    }, [type, init]);
  await fire('compositionstart');
  await fire('input', { isComposing: true });
  assert.equal(await heard(), 1);
  await fire('compositionend');
  assert.equal(await heard(), 2);
});

test('what is typed is sent once typing rests, never while composing, and what is said of it is shown', async () => {
  const sent = [];
  await page.evaluate(() => {
    globalThis.sent = [];
    globalThis.fetch = async (path, { body }) => {
      globalThis.sent.push([path, body.toString()]);
      return new Response('書きかけを保存しました 14:03');
    };
  });
  const all = () => page.evaluate(() => globalThis.sent);
  await page.clock.install();
  await note().fill('会議');
  await note().evaluate((field) => field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true })));
  await page.clock.runFor(5000);
  assert.deepEqual(await all(), [], 'an input method composes');
  await note().evaluate((field) => field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true })));
  await page.clock.runFor(1400);
  assert.deepEqual(await all(), [], 'typing has not rested yet');
  await page.clock.runFor(200);
  sent.push(...(await all()));
  assert.equal(sent.length, 1);
  assert.equal(sent[0][0], '/keep');
  assert.ok(!sent[0][1].includes('key=') && sent[0][1].includes('token=t'), 'the key of the deed is not spent');
  assert.equal(await page.locator('[data-kept]').textContent(), '書きかけを保存しました 14:03');
  await note().fill('会議が長い');
  await page.clock.runFor(3000);
  assert.equal((await all()).length, 1, 'four times a minute at most');
  await page.clock.runFor(13000);
  assert.equal((await all()).length, 2);
});

test('what could not be kept is said, and stays on the page', async () => {
  await page.evaluate(() => {
    globalThis.fetch = async () => {
      throw new TypeError('no way out');
    };
  });
  await page.clock.install();
  await note().fill('会議が長い');
  await page.clock.runFor(2000);
  assert.equal(await page.locator('[data-kept]').textContent(), '書きかけを保存できませんでした。');
  assert.equal(await note().inputValue(), '会議が長い');
});

test('Enter that ends a composition does not submit the form', async () => {
  const heard = await counted('submit');
  const enter = (isComposing) =>
    page.locator('#f1').evaluate((field, composing) => {
      const key = new KeyboardEvent('keydown', { key: 'Enter', isComposing: composing, bubbles: true, cancelable: true });
      return field.dispatchEvent(key);
    }, isComposing);
  assert.equal(await enter(true), false, 'composing: cancelled');
  assert.equal(await enter(false), true, 'not composing: left to the browser');
  assert.equal(await heard(), 0);
});

test('Ctrl+Enter submits from a text area', async () => {
  await page.evaluate(() => document.addEventListener('submit', (event) => event.preventDefault()));
  const heard = await counted('submit');
  await note().press('Control+Enter');
  assert.equal(await heard(), 1);
});

test('leaving with unsaved changes asks first, leaving without does not', async () => {
  const asked = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    dialog.accept();
  });
  await page.reload();
  assert.deepEqual(asked, []);
  await page.locator('#f1').pressSequentially('あ');
  await page.reload();
  assert.deepEqual(asked, ['beforeunload']);
});

test('the copy button copies and says so', async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.locator('[data-copy]').click();
  await page.locator('[data-copied]', { hasText: '写しました' }).waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /丸山社長と電話/);
});

test('buttons that need the script are not there without it', async () => {
  assert.equal(await page.locator('[data-print]').isVisible(), true);
  const plain = await openPage(browser, { script: false });
  await plain.goto(new URL('components.html', import.meta.url).href);
  assert.equal(await plain.locator('[data-print]').isVisible(), false);
  await plain.context().close();
});
