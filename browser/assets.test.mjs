// What the browser is sent stays small and obeys the content security policy.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

const assets = new URL('../app/assets/', import.meta.url);
const read = (path) => readFileSync(new URL(path, assets));
const [tokens] = readdirSync(new URL('vendor/', assets)).filter((name) => name.startsWith('dads-tokens-'));
const style = (frame) => Buffer.concat([`vendor/${tokens}`, 'css/shared.css', `css/${frame}.css`, 'css/print.css'].map(read));

for (const [frame, goal] of [['app', 10 * 1024], ['portal', 6 * 1024]]) {
  test(`the ${frame} style sheet takes at most ${goal} bytes of a telephone's traffic`, () => {
    const size = gzipSync(style(frame)).length;
    assert.ok(size <= goal, `${size} bytes`);
  });
}

test('our own script takes at most 6 KB', () => {
  assert.ok(read('js/app.js').length <= 6 * 1024);
});

test('every alias and token that a style names is defined', () => {
  for (const frame of ['app', 'portal']) {
    const css = style(frame).toString();
    const defined = new Set([...css.matchAll(/(--[\w-]+)\s*:/g)].map(([, name]) => name));
    const missing = [...css.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name).filter((name) => !defined.has(name));
    assert.deepEqual([...new Set(missing)], []);
  }
});

test('the pages of components hold no inline style and no inline script', () => {
  for (const name of ['components.html', 'components-portal.html']) {
    const html = readFileSync(new URL(name, import.meta.url), 'utf8');
    assert.doesNotMatch(html, /\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)/);
  }
});
