// How much a page weighs on the wire, on a first visit: the page, its styles and its script, headers included. The
// budgets are those of quality.md §4 and ux.md; the demo's own bar weighs with it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { links, openBrowser, openPage, seat, seats, startDemo } from './lib.mjs';

const KB = 1024;
/** At most this many bytes and requests. */
const BUDGET = { portal: { bytes: 20 * KB, requests: 4 }, staff: { bytes: 60 * KB, requests: 4 } };
/** Pages of one seat: the first, and the next that it links to. */
const MOST = 6;

const skip = process.env.BANSO_BIN ? false : 'BANSO_BIN is not set';

test('every page stays within its weight on a first visit', { skip }, async (t) => {
  const demo = await startDemo();
  t.after(() => demo.stop());
  const browser = await openBrowser();
  t.after(() => browser.close());

  const all = await seats(await openPage(browser, { origin: demo.origin }), demo.origin);
  const kinds = all.filter(({ seat: name }, at) => all.findIndex((other) => other.seat === name) === at);
  const heavy = [];
  const most = { portal: ['', 0], staff: ['', 0] };

  for (const { caseSlug, seat: name } of kinds) {
    const page = await openPage(browser, { origin: demo.origin });
    await seat(page, demo.origin, caseSlug, name);
    const { pathname, search } = new URL(page.url());
    const paths = [...new Set([pathname + search, ...(await links(page, demo.origin))])].slice(0, MOST);

    const network = await page.context().newCDPSession(page);
    await network.send('Network.enable');
    await network.send('Network.setCacheDisabled', { cacheDisabled: true });
    let weights = [];
    network.on('Network.loadingFinished', ({ encodedDataLength }) => weights.push(encodedDataLength));
    for (const path of paths) {
      weights = [];
      await page.goto(demo.origin + path, { waitUntil: 'load' });
      const kind = path.startsWith('/my') ? 'portal' : 'staff';
      const bytes = weights.reduce((sum, one) => sum + one, 0);
      if (bytes > most[kind][1]) most[kind] = [path, bytes];
      const { bytes: allowed, requests } = BUDGET[kind];
      if (bytes > allowed || weights.length > requests) heavy.push(`${name} ${path}: ${bytes} bytes, ${weights.length} requests`);
    }
    await page.context().close();
  }
  for (const [kind, [path, bytes]] of Object.entries(most)) t.diagnostic(`heaviest ${kind} page: ${path}, ${bytes} bytes`);
  assert.ok(most.portal[1] > KB && most.staff[1] > KB, 'something was weighed');
  assert.deepEqual(heavy, []);
});
