// One placement, lived through in the browser by three people: the consultant at a desk, the owner and the placed person
// on telephones without script. From a bank's spreadsheet to a report both have read; on every page the owner opens, the
// person's private words must be missing, and the other way round.
//
// BANSO_ORIGIN walks through a demo that is running already, for instance on PostgreSQL, instead of starting one.

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

import { links, openBrowser, openPage, seat, startDemo, visit } from './lib.mjs';

const SHEET = fileURLToPath(new URL('../samples/placements-as-found.xlsx', import.meta.url));
const TODAY = new Date().toISOString().slice(0, 10);
const NEXT_YEAR = `${new Date().getFullYear() + 1}-12-31`;
const COMPANY = 'はまなす旅館';
const PERSON = '田中 英樹';
const OWNER_MAIL = 'owner10@example.co.jp';
const PERSON_MAIL = 'person2-10@example.jp';
const OWNER_SAID = '番頭が段取りを任せきりにしている様子が気になると社長から聞きました';
const PERSON_SAID = '前の会社のやり方と比べられて話しにくいとご本人から聞きました';
const OWNER_SAW = '朝の打ち合わせで若い社員が先に話すようになりました';
const PERSON_SAW = '予約の変更が前の日のうちに伝わるようになりました';

const skip = process.env.BANSO_BIN || process.env.BANSO_ORIGIN ? false : 'BANSO_BIN is not set';

test('a placement is lived through by three people from the spreadsheet to the report', { skip }, async (t) => {
  const demo = process.env.BANSO_ORIGIN
    ? { origin: process.env.BANSO_ORIGIN, stop: () => undefined }
    : await startDemo();
  t.after(() => demo.stop());
  const { origin } = demo;
  const browser = await openBrowser();
  t.after(() => browser.close());

  const desk = await openPage(browser, { origin });
  const open = async (page, path) => {
    const answer = await page.goto(origin + path);
    assert.ok(answer.ok(), `${path}: ${answer.status()}`);
  };
  /** Presses a button or a link and waits for the page it leads to. */
  const press = async (page, name, within = page.locator('main')) => {
    const what = typeof name === 'string' ? within.getByText(name, { exact: true }).first() : name;
    await Promise.all([page.waitForNavigation(), what.click()]);
    return page;
  };
  const says = async (page, text) => assert.ok((await page.locator('main').innerText()).includes(text), `${page.url()} says ${text}`);
  const solid = (page) => page.locator('main button[data-type=solid]').first();

  await seat(desk, origin, '', 'consultant');

  await t.test('the spreadsheet goes in as it is, and bad rows are mended', async () => {
    await open(desk, '/import');
    await desk.setInputFiles('#file', SHEET);
    await press(desk, solid(desk));
    await says(desk, '31行のうち');
    await desk.fill('[name="r8.f.number"]', '');
    await desk.fill('[name="r18.f.join"]', '2026/12/1');
    await desk.fill('[name="r22.f.person"]', '小川 実');
    await press(desk, '直した内容で読み直す');
    await says(desk, '直す行 0');
    await press(desk, desk.locator('form[action$="/register"] button'));
  });

  const row = desk.locator('main tr', { hasText: PERSON }).filter({ hasText: COMPANY }).first();
  const base = new URL(await row.locator('a').first().getAttribute('href'), origin).pathname;

  /** The way in that the newest mail to this address holds. */
  const wayIn = async (to) => {
    await open(desk, '/demo/mail');
    const mail = desk.locator('article', { hasText: to }).filter({ hasText: '確認用コード' }).first();
    const [code] = (await mail.innerText()).match(/(?<=確認用コード )\d{6}/);
    return { link: await mail.locator('a').first().getAttribute('href'), code };
  };
  const arrive = async (to, page) => {
    const { link, code } = await wayIn(to);
    await open(page, link);
    await page.fill('#code', code);
    await press(page, solid(page));
    assert.equal(new URL(page.url()).pathname, '/my');
  };
  /** A link that is no longer at hand: the page for it sends another. */
  const arriveAgain = async (to, page) => {
    await open(page, '/my/sign-in');
    await page.fill('#mail', to);
    await press(page, solid(page));
    await open(desk, '/demo/mail');
    await press(desk, desk.locator('main .ui-head form button'));
    await arrive(to, page);
  };

  const owner = await openPage(browser, { origin, width: 390, script: false });
  const person = await openPage(browser, { origin, width: 390, script: false });
  await t.test('company and person are invited after a look at the very mail, and come in', async () => {
    for (const nth of [0, 1]) {
      await open(desk, `${base}/contacts`);
      await press(desk, desk.locator('a[href*="/contacts/invite/"]').nth(nth));
      await press(desk, desk.locator('#send button'));
    }
    await open(desk, '/demo/mail');
    await press(desk, desk.locator('main .ui-head form button'));
    await arrive(OWNER_MAIL, owner);
    await arrive(PERSON_MAIL, person);
  });

  await t.test('the goal sheet is written, agreed by both and confirmed', async () => {
    await open(desk, `${base}/goals/edit`);
    await desk.fill('[name=mission]', '現場が自分で段取りを決められる形をつくる');
    await desk.fill('[name=from_on]', TODAY);
    await desk.fill('[name=until_on]', NEXT_YEAR);
    await desk.fill('[name=g1_sentence]', '予約の取り違えを半分にする');
    await press(desk, desk.locator('main button:not([name])').last());
    await press(desk, '三者に確認を依頼する');
    for (const page of [owner, person]) {
      await open(page, '/my/goals');
      const agree = page.getByRole('button', { name: 'この内容で合意する' });
      if ((await agree.count()) === 0) await press(page, page.locator('main a[data-type=solid]').first());
      await press(page, agree.first());
    }
    await open(desk, `${base}/goals`);
    await press(desk, desk.locator('form[action$="/goals/confirm"] button').first());
    await says(desk, '合意済み(第1版)');
  });

  await t.test('the joining is confirmed, a month passes, and a talk is recorded with a part of one side', async () => {
    await open(desk, '/demo');
    await desk.locator('#time button[value=month]').click();
    await desk.waitForLoadState();
    await seat(desk, origin, '', 'consultant');
    await open(desk, `${base}/join`);
    await desk.fill('[name=join_on]', TODAY);
    await press(desk, solid(desk));
    for (const [side, words] of [['company', OWNER_SAID], ['person', PERSON_SAID]]) {
      await open(desk, `${base}/talks/new`);
      await desk.check(`[name=with][value=${side}]`);
      await desk.fill('[name=text]', words);
      await press(desk, '記録する');
    }
  });

  await t.test('both sides write what they saw, and the report goes to both in the same words', async () => {
    for (const [page, mail, words] of [[owner, OWNER_MAIL, OWNER_SAW], [person, PERSON_MAIL, PERSON_SAW]]) {
      await arriveAgain(mail, page);
      await open(page, '/my/changes/observe');
      await page.fill('[name=body]', words);
      await page.check('[name=lend]');
      await press(page, solid(page));
      await says(page, words);
    }
    await open(desk, `${base}/reports`);
    await press(desk, solid(desk));
    await desk.fill('[name=finding]', '段取りの伝わり方が変わり始めています');
    await press(desk, desk.locator('button[value=review]').first());
    if ((await desk.locator('form[action$="/publish"]').count()) === 0) {
      await press(desk, desk.locator('form[action$="/second-look"] button').first());
      const at = new URL(desk.url()).pathname.replace(/\/review$/, '');
      const manager = await openPage(browser, { origin });
      await seat(manager, origin, '', 'manager');
      await open(manager, at);
      await press(manager, manager.locator('form[action$="/approve"] button').first());
      await manager.context().close();
      await open(desk, `${at}/review`);
    }
    await press(desk, desk.locator('form[action$="/publish"] button').first());
    // For ten minutes the desk may still take it back, and nobody sees it.
    await open(owner, '/my/reports');
    assert.equal(await owner.locator('main a[href^="/my/reports/"]').count(), 0);
    await open(desk, '/demo');
    await desk.locator('#time button[value=day]').click();
    await desk.waitForLoadState();
    await seat(desk, origin, '', 'consultant');
    const texts = [];
    for (const [page, mail] of [[owner, OWNER_MAIL], [person, PERSON_MAIL]]) {
      await arriveAgain(mail, page);
      await open(page, '/my/reports');
      await press(page, page.locator('main a[href^="/my/reports/"]').first());
      await says(page, OWNER_SAW);
      await says(page, PERSON_SAW);
      texts.push(await page.locator('article').first().innerText());
      await press(page, page.locator('form[action$="/read"] button').first());
    }
    assert.equal(texts[0], texts[1], 'the same words');
  });

  await t.test('nothing private of the other side shows on any page', async () => {
    for (const [page, secret] of [[owner, PERSON_SAID], [person, OWNER_SAID]]) {
      const ahead = ['/my'];
      const seen = new Set(ahead);
      while (ahead.length > 0 && seen.size < 60) {
        const answer = await visit(page, origin + ahead.shift());
        if (!answer) continue;
        assert.ok(answer.ok(), page.url());
        assert.ok(!(await page.content()).includes(secret), page.url());
        for (const next of await links(page, origin)) {
          if (!seen.has(next) && next.startsWith('/my')) {
            seen.add(next);
            ahead.push(next);
          }
        }
      }
      assert.ok(seen.size > 5, 'there was something to look at');
    }
    assert.deepEqual([...desk.trouble, ...owner.trouble, ...person.trouble], []);
  });
});
