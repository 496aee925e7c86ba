//! The coach's panel as an author has it, with the real program over real files: what it says, what "Use this" writes,
//! what "Keep mine" puts aside, where the keyboard goes, and that none of it outlives the session or gets into a page.
//!
//! Waits for what has to come. With `CANDOR_SCREENS=1` pictures of the panel are kept.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { judge } from './accessible.mjs';
import { expectNone, launch, program, repository } from './tools.mjs';

const screens = process.env.CANDOR_SCREENS ? join(repository, 'tests/browser/screens') : null;
if (screens) mkdirSync(screens, { recursive: true });

const blame = [
  'The team should have caught this in review, and it is *long* before noon.',
  'It was a careless edit.',
  'Why did you open the gate?',
  'I should have known.',
  'The night loader forgot the keys.',
  'The driver failed to check the load.',
  'It was the fault of the night shift.',
];
const review = ['---', 'title: The gate', 'kind: review', '---', '## What happened', '', 'The belt stopped at six.', '', ...blame.flatMap((line) => [line, '']), '## What went well', '', 'The alarm rang.', ''].join('\n');

let browser, child, folder, origin;
const file = (path) => join(folder, path);
const write = (path, text) => {
  mkdirSync(dirname(file(path)), { recursive: true });
  writeFileSync(file(path), text);
};

before(async () => {
  browser = await launch();
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'candor-coach-')));
  write('site.toml', 'title = "Wiki"\n');
  write('content/gate.md', review);
  write('content/plain.md', '# Plain\n\nThe belt stopped at six.\n');
  child = spawn(program(), ['serve', '--port', '0'], { cwd: folder, env: { ...process.env, NO_COLOR: '1', EDITOR: 'code', VISUAL: '' }, stdio: ['ignore', 'pipe', 'ignore'] });
  origin = await new Promise((done, failed) => {
    child.stdout.on('data', (part) => {
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(part);
      if (found) done(found[0]);
    });
    child.on('exit', (code) => failed(new Error(`candor serve ended with ${code}`)));
  });
});
after(async () => {
  child.kill('SIGINT');
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(t, path, view = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...view });
  t.after(() => context.close());
  const page = await context.newPage();
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('console', (message) => { if (/Content Security Policy|Refused/.test(message.text())) wrong.push(message.text()); });
  await page.goto(origin + path);
  await page.waitForFunction(() => /Built in/.test(document.querySelector('.candor-took')?.textContent ?? ''));
  return Object.assign(page, { wrong });
}

const toggle = (page) => page.locator('.candor-row button[aria-controls="candor-kind"]');
const hints = (page) => page.locator('.candor-hints > li');
const said = (page, words) => page.waitForFunction((text) => document.querySelector('.candor-said').textContent.includes(text), words);

test('a handful is shown beside the page, with what the words do, why, and how else', async (t) => {
  write('content/gate.md', review);
  const page = await open(t, '/gate.html');
  await page.waitForFunction(() => /7 suggestions/.test(document.querySelector('[aria-controls="candor-kind"]').textContent));
  assert.equal(await page.locator('.candor-kind').isVisible(), false, 'nobody is met with it');
  await toggle(page).click();
  assert.equal(await hints(page).count(), 5);
  assert.match(await page.locator('.candor-kind .candor-about').textContent(), /^7 suggestions\. They stay on your machine, nothing is counted/);
  const first = hints(page).first();
  assert.equal(await first.locator('mark').textContent(), 'should have caught');
  assert.match(await first.locator('.candor-why').textContent(), /explains nothing of what they did/);
  assert.match(await first.locator('.candor-kinder').textContent(), /^PerhapsThis was not caught in review/);
  // Who judges their own deed is spoken to gently; where nothing can be put for the author, a question is asked.
  const own = hints(page).filter({ hasText: 'should have known' });
  assert.match(await own.textContent(), /You knew less then/);
  assert.equal(await own.getByRole('button', { name: 'Use this' }).count(), 0);
  const underlined = () => page.evaluate(() => [...(CSS.highlights.get('candor-kind') ?? [])].map(String));
  assert.deepEqual((await underlined()).slice(0, 2), ['should have caught', 'careless']);
  const panel = await page.locator('.candor-kind').boundingBox();
  const words = await page.locator('main p', { hasText: 'The alarm rang' }).boundingBox();
  assert.ok(words.x + words.width <= panel.x, 'it hides nothing of the page');
  if (screens) await page.screenshot({ path: join(screens, 'coach.png') });
  const found = [];
  await judge(page, (text) => found.push(text), 'the coach beside the page');
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  if (screens) await page.screenshot({ path: join(screens, 'coach-dark.png') });
  await judge(page, (text) => found.push(text), 'the same in the dark');
  expectNone(found, 'things that not everybody can use');
  await page.getByRole('button', { name: 'Show 2 more' }).click();
  assert.equal(await hints(page).count(), 7);
  assert.equal(await page.evaluate(() => document.activeElement.closest('li')?.dataset.hint === document.querySelectorAll('.candor-hints > li')[5].dataset.hint), true);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.candor-kind').isVisible(), false);
  assert.deepEqual(await underlined(), []);
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-controls')), 'candor-kind');
  assert.deepEqual(page.wrong, []);
});

test('"Use this" writes the rewrite into the file, and thanks', async (t) => {
  write('content/gate.md', review);
  const page = await open(t, '/gate.html');
  await page.waitForFunction(() => /7 suggestions/.test(document.querySelector('[aria-controls="candor-kind"]').textContent));
  await toggle(page).focus();
  await page.keyboard.press('Enter');
  await hints(page).first().getByRole('button', { name: 'Use this' }).focus();
  await page.keyboard.press('Enter');
  await said(page, 'Thank you');
  assert.equal(readFileSync(file('content/gate.md'), 'utf8'), review.replace('The team should have caught this', 'This was not caught'));
  await page.waitForFunction(() => document.querySelector('main').textContent.includes('This was not caught in review'));
  await page.waitForFunction(() => /6 suggestions/.test(document.querySelector('[aria-controls="candor-kind"]').textContent));
  assert.equal(await hints(page).first().locator('mark').textContent(), 'careless');
  assert.equal(await page.evaluate(() => document.activeElement.closest('li')?.querySelector('mark').textContent), 'careless', 'the keyboard goes on to the next');
  assert.match(await page.locator('.candor-said').textContent(), /Thank you/, 'the new build does not take it away');
  assert.deepEqual(page.wrong, []);
});

test('of two sentences alike, one is rewritten and the other is still told or still kept', async (t) => {
  const twins = ['---', 'title: The gate', 'kind: review', '---', '## What happened', '', ...Array(3).fill('It was a careless edit.\n'), '## What went well', '', 'The alarm rang.', ''].join('\n');
  const count = (page, text) => page.waitForFunction((text) => document.querySelector('[aria-controls="candor-kind"]')?.textContent === `Kind wording, ${text}`, text);
  write('content/gate.md', twins);
  const page = await open(t, '/gate.html');
  await count(page, '3 suggestions');
  await toggle(page).click();
  await hints(page).nth(2).getByRole('button', { name: 'Keep mine' }).click();
  await count(page, '2 suggestions');
  await hints(page).first().getByRole('button', { name: 'Use this' }).click();
  await said(page, 'Thank you');
  await page.waitForFunction(() => document.querySelector('main').textContent.includes('It was an edit.'));
  await count(page, '1 suggestion');
  assert.equal(await hints(page).count(), 1);
  await hints(page).first().getByRole('button', { name: 'Use this' }).click();
  await page.waitForFunction(() => document.querySelector('main').textContent.split('It was an edit.').length === 3);
  await count(page, 'all read');
  // Which of them an edit by hand took away, nobody knows: the others are told again rather than lost.
  write('content/gate.md', twins);
  await count(page, '3 suggestions');
  await hints(page).first().getByRole('button', { name: 'Keep mine' }).click();
  write('content/gate.md', twins.replace('It was a careless edit.\n\n', ''));
  await page.waitForFunction(() => document.querySelector('main').textContent.split('careless').length === 3);
  await count(page, '2 suggestions');
  assert.deepEqual(page.wrong, []);
});

test('what was changed meanwhile is never written over', async (t) => {
  write('content/gate.md', review);
  const page = await open(t, '/gate.html');
  await page.waitForFunction(() => /7 suggestions/.test(document.querySelector('[aria-controls="candor-kind"]').textContent));
  await toggle(page).click();
  const changed = review.replace('should have caught this in', 'should have found this before the');
  // The panel is as it was when the file already says something else.
  await page.route('**/.candor/kinder', async (route) => {
    write('content/gate.md', changed);
    await route.continue();
  });
  await hints(page).first().getByRole('button', { name: 'Use this' }).click();
  await said(page, 'The note has changed meanwhile');
  assert.equal(readFileSync(file('content/gate.md'), 'utf8'), changed);
  assert.equal(await hints(page).count(), 5);
});

test('"Keep mine" holds for this session, whatever else changes, and for no other', async (t) => {
  write('content/gate.md', review);
  const page = await open(t, '/gate.html', { viewport: { width: 400, height: 800 } });
  await page.waitForFunction(() => /7 suggestions/.test(document.querySelector('[aria-controls="candor-kind"]').textContent));
  await toggle(page).click();
  await hints(page).first().getByRole('button', { name: 'Keep mine' }).click();
  await said(page, 'Kept as you wrote it');
  assert.equal(await hints(page).first().locator('mark').textContent(), 'careless');
  assert.equal(await hints(page).count(), 5, 'the next one comes up');
  if (screens) await page.screenshot({ path: join(screens, 'coach-narrow.png') });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out');
  write('content/gate.md', review.replace('## What happened', 'More.\n\n## What happened'));
  await page.waitForFunction(() => document.querySelector('main').textContent.includes('More.'));
  await page.reload();
  await page.waitForFunction(() => /6 suggestions/.test(document.querySelector('[aria-controls="candor-kind"]')?.textContent ?? ''));
  for (let left = 6; left > 0; left -= 1) await hints(page).first().getByRole('button', { name: 'Keep mine' }).click();
  assert.equal(await toggle(page).textContent(), 'Kind wording, all read');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-controls')), 'candor-kind');
  assert.deepEqual(await page.evaluate(() => [localStorage.length, document.cookie]), [0, ''], 'nothing outlives the session');
  const kept = await page.evaluate(() => sessionStorage.getItem('candor-kept'));
  assert.doesNotMatch(kept, /careless|gate/, 'no words are kept');

  const other = await open(t, '/gate.html');
  await other.waitForFunction(() => /7 suggestions/.test(document.querySelector('[aria-controls="candor-kind"]').textContent));
  const plain = await open(t, '/plain.html');
  assert.equal(await toggle(plain).isVisible(), false, 'where there is nothing to say, nothing is said');
});
