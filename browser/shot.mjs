// Takes a picture of a page: node shot.mjs <url or file> <out.png> [options]
//
//   --width 390          width of the screen (1280)
//   --lang en            language cookie (ja)
//   --ts xl              text size: std, l or xl
//   --seat CASE/SEAT     takes this seat of the demo first; CASE may be left out
//   --no-script          without JavaScript
//   --screen             only what fits the screen, not the whole page
//   --print              a PDF as the printer would get it; name the output .pdf

import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';

import { openBrowser, openPage, seat } from './lib.mjs';

const { values: option, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    width: { type: 'string', default: '1280' },
    lang: { type: 'string', default: 'ja' },
    ts: { type: 'string' },
    seat: { type: 'string' },
    'no-script': { type: 'boolean', default: false },
    screen: { type: 'boolean', default: false },
    print: { type: 'boolean', default: false },
  },
});
const [what, out] = positionals;
if (!out) {
  console.error('usage: node shot.mjs <url or file> <out.png> [--width N] [--lang en] [--ts xl] [--seat CASE/SEAT] [--no-script] [--screen] [--print]');
  process.exit(2);
}

const url = existsSync(what) ? pathToFileURL(what) : new URL(what);
const origin = url.protocol === 'file:' ? undefined : url.origin;
const browser = await openBrowser();
try {
  const page = await openPage(browser, {
    origin,
    width: Number(option.width),
    lang: option.lang,
    textSize: option.ts,
    script: !option['no-script'],
  });
  if (option.seat) {
    const [name, caseSlug] = option.seat.split('/').reverse();
    await seat(page, origin, caseSlug, name);
  }
  await page.goto(url.href);
  if (!origin && option.ts) await page.evaluate((size) => (document.documentElement.dataset.ts = size), option.ts);
  if (option.print) await page.pdf({ path: out, preferCSSPageSize: true });
  else await page.screenshot({ path: out, fullPage: !option.screen });
  for (const line of page.trouble) console.error(line);
} finally {
  await browser.close();
}
