// The static pages of all components: what a page is built from is accessible and fits, before any page uses it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { axe, horizontalOverflow, openBrowser, openPage } from './lib.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

for (const name of ['components', 'components-portal']) {
  for (const width of [320, 390, 1280]) {
    for (const textSize of ['std', 'l', 'xl']) {
      test(`${name} is accessible and fits ${width} px at text size ${textSize}`, async () => {
        const page = await openPage(browser, { width });
        await page.goto(new URL(`${name}.html`, import.meta.url).href);
        await page.evaluate((size) => (document.documentElement.dataset.ts = size), textSize);
        assert.deepEqual(await horizontalOverflow(page), []);
        assert.deepEqual(await axe(page), []);
        assert.deepEqual(page.trouble, []);
        await page.context().close();
      });
    }
  }
}
