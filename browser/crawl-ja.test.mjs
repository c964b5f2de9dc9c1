import { test } from 'node:test';

import { crawl } from './crawl.mjs';

const skip = process.env.BANSO_BIN ? false : 'BANSO_BIN is not set';

test('every page that a seat can reach in Japanese is accessible, fits, and speaks its language', { skip }, (t) => crawl(t, 'ja'));
