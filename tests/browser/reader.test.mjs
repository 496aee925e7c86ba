//! What a reader gains with scripts: a look at a link, the tree of contents, the
//! place one is at, the keys to the search, pictures as large as the window.
//!
//! Each is tried as a reader would, from a server under the strict policy, and the
//! ones that need data also from the disk. Never asks for a picture of the page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { opened } from './tools.mjs';

const review = 'reviews/labels-at-dawn.html';
const { site, server, browser } = await opened();
const ways = { 'from a server': `${server.origin}/`, 'from file://': `${pathToFileURL(site.folder).href}/` };

/** Opens a page in a browser that has nothing kept; fails with whatever the page complains of. */
async function on(url, work, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  const complaints = [];
  try {
    const tab = await context.newPage();
    tab.on('pageerror', (error) => complaints.push(error.message));
    tab.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
    await tab.goto(url);
    await work(tab);
  } finally {
    await context.close();
  }
  assert.deepEqual(complaints, []);
}

for (const [way, base] of Object.entries(ways)) {
  test(`a link shows what is behind it to a mouse that rests and to the keyboard, and Escape puts it away ${way}`, () =>
    on(base + review, async (tab) => {
      const link = tab.locator('.prose a.wl', { hasText: 'Eleven invoices' });
      const card = tab.getByRole('tooltip');
      await link.hover();
      await card.waitFor();
      assert.match(await card.textContent(), /Review.*Eleven invoices for one parcel.*crocus/s);
      assert.equal(await link.getAttribute('aria-describedby'), await card.getAttribute('id'));
      // The pointer may go into it without losing it.
      await card.hover();
      await tab.waitForTimeout(400);
      assert.equal(await card.count(), 1);
      await tab.keyboard.press('Escape');
      assert.equal(await card.count(), 0);

      await tab.mouse.move(2, 2);
      await link.evaluate((a) => { const all = [...document.querySelectorAll('a, button, summary')]; all[all.indexOf(a) - 1].focus(); });
      for (let press = 0; press < 3 && !(await link.evaluate((a) => a === document.activeElement)); press += 1) await tab.keyboard.press('Tab');
      await card.waitFor();
      assert.ok(await link.evaluate((a) => a === document.activeElement));
      await tab.keyboard.press('Escape');
      assert.equal(await card.count(), 0);
      assert.equal(await link.getAttribute('aria-describedby'), null);
    }));

  test(`the tree opens at the page one is on, and keeps the branches one opened ${way}`, () =>
    on(base + review, async (tab) => {
      await tab.locator('.menu > summary').click();
      const tree = tab.locator('.drawer [data-tree]');
      await tree.locator('[aria-current="page"]').waitFor();
      assert.equal(await tree.locator('[aria-current="page"]').textContent(), 'Labels at dawn');
      const wins = tree.getByRole('button', { name: 'What is in Wins' });
      assert.equal(await wins.getAttribute('aria-expanded'), 'false');
      await wins.click();
      await tree.getByRole('link', { name: 'Forty-one minutes' }).click();
      await tab.locator('.menu > summary').click();
      await tree.locator('[aria-current="page"]').waitFor();
      await tab.goto(`${base}index.html`);
      await tab.locator('.menu > summary').click();
      await wins.waitFor();
      assert.equal(await wins.getAttribute('aria-expanded'), 'true', 'the branch one opened is open on the next page');
      assert.equal(await tree.getByRole('button', { name: 'What is in Reviews' }).getAttribute('aria-expanded'), 'false');
    }));
}

test('a branch whose file does not come stays closed, and leads to its folder only when one asks for it', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  try {
    const tab = await context.newPage();
    let loads = 0;
    tab.on('load', () => { loads += 1; });
    // The wiki is small, so its branches stand in one file: here they are cut off, as those of a large folder are.
    await tab.route(/\/data\/tree\.js$/, async (route) => {
      const reply = await route.fetch();
      const text = await reply.text();
      const [from, to] = [text.indexOf('['), text.lastIndexOf(']') + 1];
      const items = JSON.parse(text.slice(from, to));
      items.find(([title]) => title === 'Reviews')[3] = 'tree-reviews';
      const body = text.slice(0, from) + JSON.stringify(items) + text.slice(to);
      await route.fulfill({ response: reply, body });
    });
    await tab.route(/\/data\/tree-reviews\.js$/, (route) => route.abort());
    await tab.goto(`${server.origin}/${review}`);
    await tab.locator('.menu > summary').click();
    const branch = tab.locator('.drawer').getByRole('button', { name: 'What is in Reviews' });
    await branch.waitFor();
    await tab.waitForTimeout(800);
    assert.equal(loads, 1, 'the page should be loaded once');
    assert.equal(new URL(tab.url()).pathname, `/${review}`);
    assert.equal(await branch.getAttribute('aria-expanded'), 'false');
    await branch.click();
    await tab.waitForURL(/\/reviews\/index\.html$/);
    await tab.locator('.menu > summary').click();
    await branch.waitFor();
    await tab.waitForTimeout(800);
    assert.equal(loads, 2, 'the branch one opened is remembered, and takes one nowhere by itself');
  } finally {
    await context.close();
  }
});

test('Escape closes the drawer and the bar of contents wherever the focus is in them', () =>
  on(`${server.origin}/${review}`, async (tab) => {
    for (const [opener, inside] of [['.menu', '.drawer'], ['.toc-bar', '.toc-bar .toc']]) {
      await tab.locator(`${opener} > summary`).click();
      // A blank spot: the focus is nowhere.
      const box = await tab.locator(inside).boundingBox();
      await tab.mouse.click(box.x + 4, box.y + box.height - 4);
      assert.ok(await tab.locator(opener).evaluate((one) => one.open && document.activeElement.contains(one)), `${opener} should be open, and the focus nowhere in it`);
      await tab.keyboard.press('Escape');
      assert.equal(await tab.locator(opener).evaluate((one) => one.open), false, opener);
      assert.ok(await tab.locator(`${opener} > summary`).evaluate((one) => one === document.activeElement), opener);
    }
  }, { viewport: { width: 800, height: 1400 } }));

test('a link to a heading says for a moment that it was copied', () =>
  on(`${server.origin}/${review}`, async (tab) => {
    await tab.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const heading = tab.locator('.prose h2.anchor').first();
    await heading.hover();
    await heading.locator('a').click();
    await tab.locator('.anchor > a[data-told]').waitFor();
    const said = await heading.locator('a').evaluate((a) => getComputedStyle(a, '::after').content);
    assert.equal(said, '"Link copied"');
    assert.match(await tab.evaluate(() => navigator.clipboard.readText()), /#/);
    await tab.locator('.anchor > a[data-told]').waitFor({ state: 'detached' });
  }));

test('a footnote is shown where it is referred to', () =>
  on(`${server.origin}/${review}`, async (tab) => {
    await tab.locator('.fnref').first().hover();
    const card = tab.getByRole('tooltip');
    await card.waitFor();
    const note = await tab.locator('.fns li').first().evaluate((li) => li.textContent);
    const said = await card.textContent();
    assert.ok(said.length >= 10, `the preview says only “${said}”`);
    assert.ok(note.includes(said.slice(0, 30)), 'the preview should say what the footnote says');
  }));

test('a finger on a link shows no preview', () =>
  on(`${server.origin}/${review}`, async (tab) => {
    const asked = server.asked.length;
    await tab.locator('.prose a.wl').first().evaluate((a) => a.addEventListener('click', (e) => e.preventDefault()));
    await tab.locator('.prose a.wl').first().tap();
    await tab.waitForTimeout(600);
    assert.equal(await tab.getByRole('tooltip').count(), 0);
    assert.deepEqual(server.asked.slice(asked).filter((url) => /previews/.test(url)), []);
  }, { hasTouch: true, isMobile: true, viewport: { width: 360, height: 800 } }));

test('the section being read is marked, and the bar of a narrow window says its name', () =>
  on(`${server.origin}/${review}`, async (tab) => {
    const heading = tab.locator('.prose h2', { hasText: 'What went well' });
    const scroll = () => heading.evaluate((h) => scrollTo(0, h.getBoundingClientRect().top + scrollY - 80));
    await scroll();
    await tab.locator('.side [aria-current="location"]', { hasText: 'What went well' }).waitFor();
    await tab.setViewportSize({ width: 700, height: 900 });
    await scroll();
    await tab.locator('.toc-now', { hasText: 'What went well' }).waitFor();
    assert.ok(await tab.locator('.toc-bar').isVisible());
    // What one goes to is not below the bar.
    await tab.locator('.toc-bar > summary').click();
    await tab.locator('.toc-bar a', { hasText: 'What surprised us' }).click();
    assert.equal(await tab.locator('.toc-bar').evaluate((bar) => bar.open), false);
    const under = await tab.evaluate(() => document.querySelector('.toc-bar').getBoundingClientRect().bottom);
    const top = await tab.locator('.prose h2', { hasText: 'What surprised us' }).evaluate((h) => h.getBoundingClientRect().top);
    assert.ok(top >= under, `the heading begins at ${top}, the bar ends at ${under}`);
  }));

test('a picture opens as large as the window allows, and Escape gives the focus back', () =>
  on(`${server.origin}/${review}`, async (tab) => {
    const button = tab.getByRole('button', { name: 'Larger' }).first();
    const before = await button.evaluate((one) => one.parentElement.querySelector('img').clientWidth);
    await button.focus();
    await tab.keyboard.press('Enter');
    const dialog = tab.getByRole('dialog');
    await dialog.waitFor();
    assert.ok(await dialog.locator('img').evaluate((img) => img.clientWidth) > before * 1.2);
    assert.ok((await dialog.getAttribute('aria-label')).length > 3);
    await tab.keyboard.press('Escape');
    assert.equal(await dialog.count(), 0);
    assert.ok(await button.evaluate((one) => one === document.activeElement));
  }));

test('copied code leaves out the lines that were removed', () =>
  on(`${server.origin}/guide/markdown.html`, async (tab) => {
    await tab.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const figure = tab.locator('.code:has(.del)').first();
    await figure.hover();
    await figure.locator('.copy').click();
    await tab.locator('[role="status"]', { hasText: 'Copied' }).first().waitFor({ state: 'attached' });
    const text = await tab.evaluate(() => navigator.clipboard.readText());
    const removed = await figure.locator('.del').first().textContent();
    assert.ok(text.length > 10 && !text.includes(removed.trim()), text);
  }));

test('the keys that the pill names open the search, lead to the field on its own page, and do nothing while one writes', () =>
  on(`${server.origin}/${review}`, async (tab) => {
    await tab.keyboard.press('/');
    const field = tab.getByRole('combobox');
    await field.waitFor();
    await tab.keyboard.type('a/b');
    assert.equal(await field.inputValue(), 'a/b');
    await tab.keyboard.press('Escape');
    await field.waitFor({ state: 'hidden' });
    await tab.keyboard.press('Control+k');
    await field.waitFor();
    await tab.goto(`${server.origin}/search.html`);
    await tab.waitForFunction(() => candor.find);
    await tab.keyboard.press('Control+k');
    await tab.locator('[data-find]:focus').waitFor();
    await tab.keyboard.type('a/b');
    assert.equal(await tab.locator('[data-find]').inputValue(), 'a/b');
  }));

test('all that folds is open on paper', () =>
  on(`${server.origin}/guide/markdown.html`, async (tab) => {
    const folded = () => tab.evaluate(() => document.querySelectorAll('main details:not([open]):not(.toc-bar)').length);
    const before = await folded();
    assert.ok(before > 0, 'the page should have something that folds');
    await tab.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.equal(await folded(), 0);
    await tab.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.equal(await folded(), before);
  }));
