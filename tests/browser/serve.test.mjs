//! The live preview as an author has it, with the real program over real files: the page
//! follows what is saved and the reader keeps the place; an error is shown over the last
//! good page and gone with it; a note that is not written yet can be made.
//!
//! Waits for what has to come, and never asks how long it took. With `CANDOR_SCREENS=1`
//! pictures of the bar, the list and the overlay are kept.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { judge } from './accessible.mjs';
import { expectNone, launch, program, repository } from './tools.mjs';

const screens = process.env.CANDOR_SCREENS ? join(repository, 'tests/browser/screens') : null;
if (screens) mkdirSync(screens, { recursive: true });
const browser = await launch();
after(() => browser.close());

const paragraph = (number) => `Paragraph ${number}: the belt ran on, and nobody at the printer could see that it did. `.repeat(4).trim();
const long = (first, changes = {}) => [
  '---', 'title: The long night', '---', '', first, '',
  ...Array.from({ length: 40 }, (_, number) => `${changes[number] ?? paragraph(number)}\n`),
  '<details><summary>What the log said</summary>', '', changes.log ?? 'Nothing that we had looked for.', '', '</details>', '',
  ...Array.from({ length: 40 }, (_, number) => `${changes[number + 40] ?? paragraph(number + 40)}\n`),
  '## The end', '', changes.end ?? 'It was morning.', '',
].join('\n');

/** Runs the preview over a wiki of these files. Returns `{ origin, write, rename, remove, page }`. */
async function preview(t, files, { flags = [], from = null } = {}) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'candor-serve-')));
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  if (from) for (const part of ['content', 'site.toml']) cpSync(join(from, part), join(folder, part), { recursive: true });
  else write('site.toml', 'title = "Wiki"\n');
  for (const [path, text] of Object.entries(files)) write(path, text);
  let child = null;
  const start = async (port = 0) => {
    child = spawn(program(), ['serve', '--port', String(port), ...flags], { cwd: folder, env: { ...process.env, NO_COLOR: '1', EDITOR: 'code', VISUAL: '' }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.on('data', (part) => { said += part; });
    return new Promise((done, failed) => {
      child.stdout.on('data', (part) => {
        const found = /http:\/\/(127\.0\.0\.1:(\d+))\//.exec(part);
        if (found) done({ origin: `http://${found[1]}`, port: Number(found[2]) });
      });
      child.on('exit', (code) => failed(new Error(`candor serve ended with ${code}\n${said}`)));
    });
  };
  const stop = () => new Promise((done) => {
    if (child.exitCode !== null) { done(child.exitCode); return; }
    child.on('exit', done);
    child.kill('SIGINT');
  });
  t.after(async () => { await stop(); rmSync(folder, { recursive: true, force: true }); });
  const { origin, port } = await start();
  const open = async (path, view = {}, before = null) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...view });
    t.after(() => context.close());
    if (before) await context.addInitScript(before);
    const page = await context.newPage();
    const wrong = [];
    page.on('pageerror', (error) => wrong.push(String(error)));
    page.on('console', (message) => { if (/Content Security Policy|Refused/.test(message.text())) wrong.push(message.text()); });
    await page.goto(`${origin}${path}`);
    await ready(page);
    return Object.assign(page, { wrong });
  };
  return { origin, port, folder, write, open, start, stop };
}

const ready = (page) => page.waitForFunction(() => /Built in/.test(document.querySelector('.candor-took')?.textContent ?? ''));

/** Waits until the page has heard of the build after a file was saved, and a moment in which it might do something about it. */
async function heardOf(page, file) {
  await page.waitForFunction(async (path) => (await (await fetch('/.candor/state?page=/a.html')).json()).changed[0]?.file === path, file);
  await page.waitForTimeout(500);
}

const contains = (page, words) => page.waitForFunction((text) => document.querySelector('main').textContent.includes(text), words);

test('half-way down a long note, the reader keeps the place, what is open and what is typed', async (t) => {
  const wiki = await preview(t, { 'content/night.md': long('It began late.') });
  const page = await wiki.open('/night.html');
  // Lives as long as the page is not loaded anew.
  await page.evaluate(() => { window.sameAsBefore = true; });
  await page.evaluate(() => { document.querySelector('main details').open = true; });
  const held = page.locator('main p', { hasText: 'Paragraph 44:' });
  await held.scrollIntoViewIfNeeded();
  await page.evaluate(() => scrollBy(0, 120));
  await page.keyboard.press('/');
  await page.waitForFunction(() => document.activeElement.matches('input'));
  await page.keyboard.type('half a wo');
  await page.waitForFunction(() => document.activeElement.value === 'half a wo');
  const before = await held.boundingBox();

  wiki.write('content/night.md', long(`It began late.\n\n${'A new beginning, longer than the old one. '.repeat(30)}`, { 3: 'Another third.', 70: 'Another seventieth.', log: 'Something we had not looked for.' }));
  await contains(page, 'A new beginning');
  await contains(page, 'Another third.');
  await contains(page, 'Another seventieth.');
  await contains(page, 'Something we had not looked for.');
  const now = await held.boundingBox();
  assert.ok(Math.abs(now.y - before.y) <= 1, `the paragraph moved from ${before.y} to ${now.y}`);
  assert.equal(await page.evaluate(() => document.querySelector('main details').open), true);
  assert.equal(await page.evaluate(() => document.activeElement.value), 'half a wo');
  await page.keyboard.type('rd');
  assert.equal(await page.evaluate(() => document.activeElement.value), 'half a word');

  // What is above goes again.
  wiki.write('content/night.md', long('Late.'));
  await page.waitForFunction(() => !document.querySelector('main').textContent.includes('A new beginning'));
  assert.ok(Math.abs((await held.boundingBox()).y - before.y) <= 1);
  assert.equal(await page.evaluate(() => window.sameAsBefore), true, 'it was never loaded anew');
  assert.deepEqual(page.wrong, []);
});

test('what was brought up to date in place is what a fresh load shows', async (t) => {
  const edits = [
    '# One\n\nText.\n\n## Two\n\n- a\n- b\n- c\n',
    '# One\n\nText, and more.\n\n## Two and a half\n\n- a\n- new\n- b\n',
    '# Another\n\n```rust\nfn main() {}\n```\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n## Two\n\n1. x\n2. y\n',
    '---\ntitle: With fields\ntopics: [belts, labels]\nthanks: [{to: wren, for: "seeing it"}]\n---\n\n> [!NOTE]\n> Quoted.\n\nA [[night]] and a [[nobody]].\n\n- [ ] open\n- [x] done\n',
    'Short.\n',
    '# One\n\nText.\n\n## Two\n\n- c\n- b\n- a\n\n$x^2$ and `code`[^1].\n\n[^1]: A foot.\n',
  ];
  const wiki = await preview(t, { 'content/n.md': edits[0], 'content/night.md': long('Night.') });
  const page = await wiki.open('/n.html');
  const shape = (tab) => tab.evaluate(() => {
    const copy = document.querySelector('main').cloneNode(true);
    // What scripts add to code as it is loaded, and what the preview adds to links.
    copy.querySelectorAll('button, .candor-write').forEach((one) => one.remove());
    copy.querySelectorAll('[aria-current=location]').forEach((one) => one.removeAttribute('aria-current'));
    copy.querySelectorAll('[data-spy-now]').forEach((one) => { one.textContent = ''; });
    // Attributes have no order.
    copy.querySelectorAll('*').forEach((one) => {
      const all = [...one.attributes].map(({ name, value }) => [name, value]).sort();
      all.forEach(([name]) => one.removeAttribute(name));
      all.forEach(([name, value]) => { if (value || name !== 'class') one.setAttribute(name, value); });
    });
    return copy.innerHTML;
  });
  for (const [number, text] of [...edits.slice(1), ...edits.toReversed()].entries()) {
    wiki.write('content/n.md', `${text}\nEdit ${number}.\n`);
    await contains(page, `Edit ${number}.`);
    const fresh = await wiki.open('/n.html');
    assert.equal(await shape(page), await shape(fresh), `after edit ${number}`);
    assert.equal(await page.title(), await fresh.title());
    await fresh.close();
  }
  assert.deepEqual(page.wrong, []);
});

test('a page whose bytes are the same is not touched, in several tabs', async (t) => {
  const wiki = await preview(t, { 'content/a.md': 'Words of a.', 'content/b.md': 'Words of b.' });
  const [a, b, other] = await Promise.all(['/a.html', '/b.html', '/a.html'].map((path) => wiki.open(path)));
  for (const page of [a, b, other]) {
    await page.evaluate(() => {
      window.touched = 0;
      new MutationObserver((seen) => { window.touched += seen.length; }).observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true, attributes: true });
    });
  }
  wiki.write('content/a.md', 'New words of a.');
  await Promise.all([a, other].map((page) => contains(page, 'New words of a.')));
  wiki.write('content/b.md', 'New words of b.');
  await contains(b, 'New words of b.');
  const touched = await a.evaluate(() => window.touched);
  wiki.write('content/b.md', 'Newer words of b.');
  await contains(b, 'Newer words of b.');
  assert.equal(await a.evaluate(() => window.touched), touched);
});

for (const secure of [true, false]) {
  test(`ten tabs are not more than a browser can keep up to date${secure ? '' : ', under a plain address of a host'}`, async (t) => {
    const wiki = await preview(t, { 'content/a.md': 'Words of a.' });
    // What such an address has not; the rest is the same.
    const first = await wiki.open('/a.html', {}, secure ? null : () => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined }));
    assert.equal(await first.evaluate(() => Boolean(navigator.locks)), secure);
    const tabs = [first];
    for (let number = 1; number < 10; number++) {
      const tab = await first.context().newPage();
      await tab.goto(`${wiki.origin}/a.html`);
      await ready(tab);
      tabs.push(tab);
    }
    wiki.write('content/a.md', 'New words of a.');
    await Promise.all(tabs.map((tab) => contains(tab, 'New words of a.')));
    // The one that listens goes, and another does.
    await first.close();
    wiki.write('content/a.md', 'Newer words of a.');
    await Promise.all(tabs.slice(1).map((tab) => contains(tab, 'Newer words of a.')));
    // And that one is gone without a word, as after a crash.
    if (secure) return;
    await tabs[1].evaluate(() => localStorage.setItem('candor-listener', `nobody ${Date.now()}`));
    wiki.write('content/a.md', 'Newest words of a.');
    await Promise.all(tabs.slice(1).map((tab) => contains(tab, 'Newest words of a.')));
  });
}

test('a style sheet is changed in place', async (t) => {
  const theme = { 'themes/own/theme.toml': 'extends = "default"\n', 'themes/own/assets/css/99-own.css': 'main { outline: 3px solid rgb(1, 2, 3) }\n' };
  const wiki = await preview(t, { 'site.toml': 'title = "Wiki"\ntheme = "own"\n', ...theme, 'content/night.md': long('Night.') });
  const page = await wiki.open('/night.html');
  await page.evaluate(() => { window.sameAsBefore = true; scrollTo(0, 900); });
  const colour = (wanted) => page.waitForFunction((rgb) => getComputedStyle(document.querySelector('main')).outlineColor === rgb, wanted);
  await colour('rgb(1, 2, 3)');
  wiki.write('themes/own/assets/css/99-own.css', 'main { outline: 3px solid rgb(4, 5, 6) }\n');
  await colour('rgb(4, 5, 6)');
  assert.equal(await page.evaluate(() => window.sameAsBefore), true);
  assert.equal(await page.evaluate(() => scrollY), 900);
  assert.equal(await page.evaluate(() => document.querySelectorAll('link[href*="assets/theme."]').length), 1);
});

/** Keeps pictures of what is shown, at each width and in both themes, where they are asked for. */
async function pictures(page, name) {
  if (!screens) return;
  const before = page.viewportSize(), at = await page.evaluate(() => scrollY);
  for (const [width, height] of [[360, 740], [768, 1024], [1280, 800]]) {
    for (const colorScheme of ['light', 'dark']) {
      await page.setViewportSize({ width, height });
      // Without the passing from one to the other.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: join(screens, `serve-${name}-${width}-${colorScheme}.png`) });
    }
  }
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  // Another width is another length, and back again a pixel may be missing.
  await page.evaluate((top) => scrollTo(0, top), at);
}

const own = { 'themes/own/theme.toml': 'extends = "default"\n', 'site.toml': 'title = "Wiki"\ntheme = "own"\n' };
const mistakes = [
  { where: 'front matter', path: 'content/night.md', good: long('Good words.'), bad: '---\ntitle: [The long night\n---\n', line: 3 },
  { where: 'the note', path: 'content/night.md', good: long('Good words.'), bad: 'Words.\n\n<!-- never closed\n', line: 3 },
  { where: 'site.toml', path: 'site.toml', good: own['site.toml'], bad: 'title = "Wiki"\ntheme = own"\n', line: 2 },
  { where: 'a template', path: 'themes/own/components/site_footer.html', good: null, bad: '{% component site_footer() %}\n{% if %}\n{% endcomponent site_footer %}\n', line: 2 },
];

for (const { where, path, good, bad, line } of mistakes) {
  test(`an error in ${where} is shown over the last good page, and gone when it is mended`, async (t) => {
    const template = readFileSync(join(repository, 'themes/default/components/site_footer.html'), 'utf8');
    const wiki = await preview(t, { ...own, 'themes/own/components/site_footer.html': template, 'content/night.md': long('Good words.') });
    const page = await wiki.open('/night.html');
    await page.evaluate(() => { window.sameAsBefore = true; scrollTo(0, 700); });
    wiki.write(path, bad);
    const overlay = page.locator('dialog.candor-overlay[open]');
    await overlay.waitFor();
    const text = await overlay.innerText();
    assert.match(text, new RegExp(`${path}, line ${line}, column \\d+`));
    assert.match(text, /^1 error\. /, 'one slip is told once');
    assert.ok(await overlay.locator('.candor-hit').count() > 0, 'the line is shown');
    await pictures(page, `overlay-${where.replace(/\W+/g, '-')}`);
    assert.match(await page.locator('main').textContent(), /Good words\./);
    assert.match(await page.locator('.candor-state').textContent(), /Last good version/);
    // Put aside it stays so, until there is something else to say.
    await page.keyboard.press('Escape');
    // The bar is at the top of the page, and a real click would go there.
    await page.getByRole('button', { name: 'Show the error', exact: true }).dispatchEvent('click');
    await overlay.waitFor();
    wiki.write(path, good ?? template);
    await page.waitForFunction(() => !document.querySelector('dialog.candor-overlay[open]'));
    await page.waitForFunction(() => document.querySelector('.candor-state').textContent === 'Live preview');
    assert.equal(await page.evaluate(() => window.sameAsBefore), true);
    assert.equal(await page.evaluate(() => scrollY), 700);
    assert.deepEqual(page.wrong, []);
  });
}

test('a note that is not written yet is made where it is missed', async (t) => {
  const wiki = await preview(t, { 'content/a.md': '---\ntitle: A\n---\nSee [[lessons/the belt|what the belt did]], [[Another day]] and [a file](nowhere.md).' });
  const page = await wiki.open('/a.html');
  const offers = page.locator('.candor-write');
  await offers.first().waitFor();
  assert.equal(await offers.count(), 2, 'for wikilinks alone');
  await page.getByRole('button', { name: 'Create this note: Another day' }).click();
  const sheet = page.locator('dialog.candor-sheet');
  assert.equal(await sheet.getByLabel('Title').inputValue(), 'Another day');
  await sheet.getByLabel('Kind').selectOption('lesson');
  await sheet.getByRole('button', { name: 'Create it' }).click();
  await sheet.getByText('Written: content/lessons/another-day.md').waitFor();
  assert.ok(existsSync(join(wiki.folder, 'content/lessons/another-day.md')));
  assert.match(await sheet.getByRole('link', { name: 'Open in editor' }).getAttribute('href'), /^vscode:\/\/file\/.*another-day\.md:1:1$/);
  assert.equal(await sheet.getByLabel('Title').count(), 0, 'it is done, and the form is put away');
  assert.match(await sheet.getByRole('link', { name: 'Open the new page' }).getAttribute('href'), /\/lessons\/another-day\.html$/);
  await sheet.getByRole('button', { name: 'Close' }).click();
  await page.locator('main a.wl', { hasText: 'Another day' }).waitFor();
  assert.equal(await offers.count(), 1);
  // A kind whose notes begin as drafts.
  await offers.first().click();
  await sheet.getByLabel('Kind').selectOption('review');
  await sheet.getByRole('button', { name: 'Create it' }).click();
  await sheet.getByText('It is a draft, and the preview was started without --drafts.').waitFor();
  assert.deepEqual(page.wrong, []);
});

test('a save takes the focus from nothing: a place in the list, an offer to write a note', async (t) => {
  const note = (more) => `---\ntitle: A\n---\n${more}\n\nSee [[Another day]], [a file](nowhere.md) and [one more](nothing.md).`;
  const wiki = await preview(t, { 'content/a.md': note('First.'), 'content/b.md': 'Words of b.' });
  const page = await wiki.open('/a.html');
  await page.locator('.candor-write').waitFor();
  const focused = () => page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent);
  const saved = async (path, text, words) => {
    await page.evaluate(() => { document.querySelector('.candor-took').textContent = ''; });
    wiki.write(path, text);
    await page.waitForFunction(() => document.querySelector('.candor-took').textContent);
    if (words) await contains(page, words);
  };
  await page.locator('.candor-write').focus();
  await saved('content/b.md', 'Other words of b.');
  assert.equal(await focused(), 'Create this note: Another day');
  await saved('content/a.md', note('First, and more.'), 'and more');
  assert.equal(await focused(), 'Create this note: Another day');

  await page.getByRole('button', { name: / here, / }).click();
  const place = page.locator('.candor-findings .candor-place').nth(1);
  await place.focus();
  await place.evaluate((one) => { window.placeBefore = one; });
  await saved('content/b.md', 'New words of b.');
  assert.equal(await page.evaluate(() => document.activeElement === window.placeBefore), true, 'what is the same is not made anew');
  // All of them are two lines further down.
  await saved('content/a.md', note('Second.\n\nThird.'), 'Third.');
  assert.match(await focused(), /^content\/a\.md, line 8, column 22$/);
  await saved('content/a.md', note('Second.').replace('[a file](nowhere.md)', 'no file'), 'no file');
  assert.match(await focused(), /^content\/a\.md, line \d+, column \d+$/, 'the finding is gone, and another has its place');

  // The note is written: the focus is on the link to it.
  await page.locator('.candor-write').focus();
  await saved('content/another-day.md', '---\ntitle: Another day\n---\nWords.');
  await page.locator('main a.wl', { hasText: 'Another day' }).waitFor();
  assert.equal(await focused(), 'Another day');
  assert.deepEqual(page.wrong, []);
});

test('with `--follow` the browser goes where one writes', async (t) => {
  const wiki = await preview(t, { 'content/a.md': 'Words of a.', 'content/night.md': long('Night.') }, { flags: ['--follow'] });
  const page = await wiki.open('/a.html');
  wiki.write('content/night.md', long('Night.', { 60: 'A new sixtieth.' }));
  await page.waitForURL('**/night.html');
  const sight = (words) => page.waitForFunction((text) => {
    const block = [...document.querySelectorAll('main p')].find((one) => one.textContent.includes(text));
    const box = block?.getBoundingClientRect();
    return box && box.top >= 0 && box.bottom <= innerHeight;
  }, words);
  await sight('A new sixtieth.');
  wiki.write('content/night.md', long('Night.', { 60: 'A new sixtieth.', 5: 'A new fifth.' }));
  await sight('A new fifth.');
  await page.getByRole('button', { name: 'Follow' }).click();
  wiki.write('content/a.md', 'Other words of a.');
  await page.waitForFunction(async () => (await (await fetch('/.candor/state?page=/a.html')).json()).changed[0]?.file === 'content/a.md');
  assert.match(page.url(), /night\.html$/);
});

test('with `--follow` nothing half typed is lost', async (t) => {
  const wiki = await preview(t, { 'content/a.md': 'Words of a.', 'content/b.md': 'Words of b.' }, { flags: ['--follow'] });
  const page = await wiki.open('/a.html');
  await page.keyboard.press('/');
  await page.locator('.find-dialog[open] input').waitFor();
  await page.keyboard.type('par');
  wiki.write('content/b.md', 'Other words of b.');
  await heardOf(page, 'content/b.md');
  assert.match(page.url(), /a\.html/);
  assert.equal(await page.evaluate(() => document.activeElement.value), 'par');
  // Once nobody is in the middle of anything, it goes there.
  await page.keyboard.press('Escape');
  await page.waitForURL('**/b.html');

  await page.goto(`${wiki.origin}/search.html`);
  await ready(page);
  await page.locator('[data-find]').fill('half a wo');
  await page.locator('[data-find]').blur();
  wiki.write('content/a.md', 'Other words of a.');
  await heardOf(page, 'content/a.md');
  assert.equal(await page.locator('[data-find]').inputValue(), 'half a wo');
  assert.deepEqual(page.wrong, []);
});

test('with `--follow` one tab goes where one writes: the one that is looked at and was used last', async (t) => {
  const wiki = await preview(t, { 'content/a.md': 'Words of a.', 'content/b.md': 'Words of b.', 'content/c.md': 'Words of c.' }, { flags: ['--follow'] });
  const a = await wiki.open('/a.html'), b = await a.context().newPage();
  await b.goto(`${wiki.origin}/b.html`);
  await ready(b);
  const hide = (page, hidden) => page.evaluate((now) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => now });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
  // Two windows side by side.
  await a.locator('main p').first().click();
  wiki.write('content/c.md', 'Other words of c.');
  await a.waitForURL('**/c.html');
  await heardOf(b, 'content/c.md');
  assert.match(b.url(), /b\.html$/);

  // A tab behind the other, looked at later.
  await ready(a);
  await hide(b, true);
  wiki.write('content/a.md', 'Other words of a.');
  await a.waitForURL('**/a.html');
  await hide(b, false);
  await heardOf(b, 'content/a.md');
  assert.match(b.url(), /b\.html$/);
  // From now on it is the one that follows.
  wiki.write('content/c.md', 'Newer words of c.');
  await b.waitForURL('**/c.html');
});

test('with `--follow` a note that gets another name is followed', async (t) => {
  const wiki = await preview(t, { 'content/a.md': 'Words of a.', 'content/b.md': 'See [a](a.md).' }, { flags: ['--follow'] });
  const page = await wiki.open('/a.html');
  renameSync(join(wiki.folder, 'content/a.md'), join(wiki.folder, 'content/a-y.md'));
  await page.waitForURL('**/a-y.html', { timeout: 8000 });
});

test('bar, list and overlay count the same things in the same words, which are those of the terminal', async (t) => {
  const wiki = await preview(t, { 'content/a.md': 'See [[nobody]].', 'content/b.md': 'See [[nobody]] and [this](nothing.md).' });
  const page = await wiki.open('/a.html');
  const bar = (words) => page.waitForFunction((text) => document.querySelector('[aria-controls="candor-findings"]').textContent === text, words);
  await bar('1 finding here, 3 in all');
  assert.equal(await page.locator('.candor-about').first().textContent(), 'In this note: 1 warning. In the whole wiki: 3 warnings. It stays on your machine.');
  wiki.write('content/b.md', '---\ntitel: B\n---\nSee [this](nothing.md).');
  await bar('1 finding here, 3 in all');
  wiki.write('content/b.md', '---\nstatus: darft\n---\nSee [this](nothing.md).');
  await page.locator('dialog.candor-overlay[open]').waitFor();
  assert.equal(await page.locator('.candor-stop').textContent(), '1 error. What is published stays as it is.');
  const help = await page.locator('dialog.candor-overlay .candor-help').textContent();
  assert.match(help, /^[A-Z].*[.?!]$/, 'what to do is a sentence');
  assert.match(await page.locator('.candor-about').first().textContent(), /In the whole wiki: 1 error, \d warnings?\./);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Show the error', exact: true }).waitFor();
  assert.equal(await page.locator('.candor-state').textContent(), 'Last good version');
  assert.deepEqual(page.wrong, []);
});

test('where there is no page, the bar says why', async (t) => {
  const draft = '---\ntitle: D\nstatus: draft\n---\nWords.';
  const wiki = await preview(t, { 'content/a.md': 'Words of a.', 'content/d.md': draft, 'content/My night.md': 'Words of the night.' });
  const page = await wiki.open('/d.html');
  const why = (tab, words) => tab.waitForFunction((text) => document.querySelector('.candor-absent:not([hidden])')?.textContent.includes(text), words);
  await why(page, 'content/d.md is a draft. Start the preview with --drafts to see it.');
  wiki.write('content/d.md', draft.replace('status: draft\n', ''));
  await contains(page, 'Words.');
  assert.equal(await page.locator('.candor-absent').isVisible(), false);
  rmSync(join(wiki.folder, 'content/d.md'));
  await why(page, 'There is no file content/d.md.');
  // The name of the file is not always that of the page.
  const night = await wiki.open('/my-night.html');
  wiki.write('content/My night.md', draft);
  await why(night, 'content/My night.md is a draft.');
  assert.deepEqual([...page.wrong, ...night.wrong], []);
});

test('what is wrong stays in sight half-way down a note', async (t) => {
  const wiki = await preview(t, { 'content/night.md': long('Night.') });
  const page = await wiki.open('/night.html', { viewport: { width: 360, height: 740 } });
  const mark = page.locator('.candor-mark');
  const inSight = async () => { const box = await mark.boundingBox(); return box.y >= 0 && box.y + box.height <= 740 && box.x >= 0 && box.x + box.width <= 360; };
  await page.evaluate(() => scrollTo(0, 2000));
  await page.waitForTimeout(200);
  assert.equal(await mark.isVisible(), false, 'nothing is wrong');
  wiki.write('content/night.md', '---\ntitle: [The long night\n---\n');
  const overlay = page.locator('dialog.candor-overlay[open]');
  await overlay.waitFor();
  await page.keyboard.press('Escape');
  await mark.waitFor();
  assert.equal(await mark.textContent(), 'Last good version: show the error');
  assert.ok(await inSight());
  await mark.click();
  await overlay.waitFor();
  await page.keyboard.press('Escape');
  await page.evaluate(() => scrollTo(0, 0));
  await mark.waitFor({ state: 'hidden' });
  await page.evaluate(() => scrollTo(0, 2000));
  wiki.write('content/night.md', long('Night.'));
  await mark.waitFor({ state: 'hidden' });
  await wiki.stop();
  await page.getByRole('button', { name: 'The preview has stopped' }).waitFor();
  assert.ok(await inSight());
  await mark.click();
  await page.waitForFunction(() => scrollY === 0);
  assert.deepEqual(page.wrong, []);
});

test('the bar takes little room, also beside the panel, and says what is on and what is open', async (t) => {
  const path = 'content/lessons/keep-the-nought.md';
  const wiki = await preview(t, {}, { from: repository, flags: ['--follow'] });
  wiki.write(path, `${readFileSync(join(wiki.folder, path), 'utf8')}\nIt was careless of him. See [[the old night]].\n`);
  const page = await wiki.open('/lessons/keep-the-nought.html', { viewport: { width: 1280, height: 800 } });
  await page.getByRole('button', { name: '1 finding here' }).waitFor();
  const row = async () => (await page.locator('.candor-row').boundingBox()).height;
  assert.ok(await row() < 45, `${await row()} at 1280`);
  await page.getByRole('button', { name: /^Kind wording/ }).click();
  assert.ok(await row() < 45, `${await row()} beside the panel`);
  const [facts, contents, tools] = await Promise.all(['.facts dd >> nth=-1', '.toc-bar', '.tools'].map((one) => page.locator(one).boundingBox()));
  assert.ok(facts.y + facts.height + 8 <= contents.y, 'the facts keep away from the rule below them');
  assert.ok(tools.x + tools.width <= 1280 - 384, 'the header ends before the panel');
  const ground = (name) => page.getByRole('button', { name }).evaluate((one) => getComputedStyle(one).backgroundColor);
  await page.mouse.move(600, 600);
  assert.notEqual(await ground('Follow'), await ground(/^Kind wording/));
  await page.getByRole('button', { name: /^Kind wording/ }).click();
  await page.setViewportSize({ width: 360, height: 740 });
  assert.ok(await row() < 112, `${await row()} at 360`);
  assert.equal(await page.locator('.candor-took').isVisible(), false);
  assert.equal(await page.locator('.candor-path').getAttribute('title'), path);
});

test('code that comes later has its button, and the button copies what stands there', async (t) => {
  const code = (...lines) => `Words.\n\n\`\`\`rust\n${lines.join('\n')}\n\`\`\`\n`;
  const wiki = await preview(t, { 'content/a.md': code('let first = 1;') });
  const page = await wiki.open('/a.html');
  await page.evaluate(() => {
    window.copied = [];
    navigator.clipboard.writeText = (text) => { window.copied.push(text); return Promise.resolve(); };
  });
  const buttons = page.locator('main .code button.copy');
  const copied = async (number) => {
    await buttons.nth(number).click();
    await page.waitForFunction((count) => window.copied.length === count, ++clicks);
    return page.evaluate(() => window.copied.at(-1));
  };
  let clicks = 0;
  assert.equal(await copied(0), 'let first = 1;');
  wiki.write('content/a.md', `${code('let before = 0;')}\n\n## Between\n\n${code('let first = 2;')}\n\n${code('let last = 3;', 'let all = 4;')}`);
  await contains(page, 'let all = 4;');
  await page.waitForFunction(() => document.querySelectorAll('main .code button.copy').length === 3);
  for (const [number, text] of ['let before = 0;', 'let first = 2;', 'let last = 3;\nlet all = 4;'].entries()) assert.equal(await copied(number), text);
  assert.match(await buttons.nth(2).textContent(), /Copied/);
  wiki.write('content/a.md', code('let only = 5;'));
  await contains(page, 'let only = 5;');
  await page.waitForFunction(() => document.querySelectorAll('main .code button.copy').length === 1);
  assert.equal(await copied(0), 'let only = 5;');
  assert.deepEqual(page.wrong, []);
});

test('what is looked for is looked for in the newest notes, and what is typed stays', async (t) => {
  const wiki = await preview(t, { 'content/a.md': '---\ntitle: Alpha\n---\nAbout conveyors.', 'content/b.md': '---\ntitle: Beta\n---\nAbout printers.' });
  const page = await wiki.open('/a.html'), lists = await wiki.open('/search.html#q=conveyors');
  const shown = (tab, selector, titles) => tab.waitForFunction(([where, wanted]) =>
    [...document.querySelectorAll(where)].map((one) => one.textContent).sort().join() === wanted, [selector, titles.join()]);
  const option = '.find-dialog[open] .find-option .find-title', card = '.found-list .card-title';
  await page.keyboard.press('/');
  await page.locator('.find-dialog[open] input').waitFor();
  await page.keyboard.type('conveyors');
  await shown(page, option, ['Alpha']);
  await lists.waitForFunction(() => document.querySelectorAll('.found-list .card-title').length === 1);

  // Open, with words in it; and the page of the search.
  wiki.write('content/b.md', '---\ntitle: Beta\n---\nAbout printers and conveyors.');
  await shown(page, option, ['Alpha', 'Beta']);
  assert.equal(await page.evaluate(() => document.activeElement.value), 'conveyors');
  await lists.waitForFunction(() => document.querySelectorAll('.found-list .card-title').length === 2);
  assert.equal(await lists.locator('[data-find]').inputValue(), 'conveyors');

  // A note whose number is another than before, found by a word of which nothing was loaded yet.
  wiki.write('content/0.md', '---\ntitle: Another\n---\nAbout zeppelins.');
  await page.waitForFunction(() => /\b3\b/.test(document.querySelector('.find-dialog input').placeholder));
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('zeppelins');
  await shown(page, option, ['Another']);

  // Closed meanwhile, it is asked anew when it is opened, and a note that has gone is found no more.
  await page.keyboard.press('Escape');
  wiki.write('content/0.md', '---\ntitle: Another\n---\nAbout balloons.');
  wiki.write('content/a.md', '---\ntitle: Alpha\n---\nAbout zeppelins.');
  await contains(page, 'About zeppelins.');
  await page.keyboard.press('/');
  await page.locator('.find-dialog[open] input').waitFor();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('zeppelins');
  await shown(page, option, ['Alpha']);
  assert.deepEqual([...page.wrong, ...lists.wrong], []);
});

test('what is looked for stays found where another script was asked for before the search and comes after it', async (t) => {
  const wiki = await preview(t, { 'content/a.md': '---\ntitle: Alpha\n---\nAbout conveyors, as in [[b]].', 'content/b.md': '---\ntitle: Beta\n---\nAbout printers.' });
  const page = await wiki.open('/a.html');
  let release;
  const released = new Promise((done) => { release = done; });
  await page.route(/\/previews\.[^/]*$/, async (route) => { await released; await route.continue(); });
  const shown = (titles) => page.waitForFunction((wanted) =>
    [...document.querySelectorAll('.find-dialog[open] .find-option .find-title')].map((one) => one.textContent).sort().join() === wanted, titles.join());

  await Promise.all([page.waitForRequest(/\/previews\./), page.hover('main a[href="b.html"]')]);
  await page.keyboard.press('/');
  await page.locator('.find-dialog[open] input').waitFor();
  await page.keyboard.type('conveyors');
  await shown(['Alpha']);
  release();
  await page.evaluate(async () => { await candor.script(candor.words.previewsScript); });

  wiki.write('content/b.md', '---\ntitle: Beta\n---\nAbout printers and conveyors.');
  await shown(['Alpha', 'Beta']);
  assert.deepEqual(page.wrong, []);
});

test('a preview that was ended and started again is found', async (t) => {
  const wiki = await preview(t, { 'content/a.md': 'First words.' });
  const page = await wiki.open('/a.html');
  assert.equal(await wiki.stop(), 0);
  await page.getByText('The preview has stopped').waitFor();
  wiki.write('content/a.md', 'Words from the pause.');
  await wiki.start(wiki.port);
  await contains(page, 'Words from the pause.');
  await page.waitForFunction(() => document.querySelector('.candor-state').textContent === 'Live preview');
});

for (const [width, height, colorScheme] of [[1280, 800, 'light'], [1280, 800, 'dark'], [768, 1024, 'light'], [768, 1024, 'dark'], [360, 740, 'light'], [360, 740, 'dark']]) {
  test(`bar, list and overlay can be read by all at ${width} pixels, ${colorScheme}`, async (t) => {
    const path = 'content/lessons/keep-the-nought.md';
    const wiki = await preview(t, {}, { from: repository, flags: ['--drafts'] });
    const note = readFileSync(join(wiki.folder, path), 'utf8');
    wiki.write(path, `${note}\nAsk [[the night shift of old]] and [[Kepe the nought|whom]] about it.\n`);
    const page = await wiki.open('/lessons/keep-the-nought.html', { viewport: { width, height }, colorScheme });
    const keep = (name) => screens && page.screenshot({ path: join(screens, `serve-${name}-${width}-${colorScheme}.png`) });
    await page.waitForFunction(() => /2 findings here/.test(document.querySelector('.candor-bar').textContent));
    await keep('bar');
    await page.getByRole('button', { name: /findings? here/ }).click();
    await keep('list');
    const found = [], tell = (text) => found.push(text);
    await judge(page, tell, 'the list');
    await page.getByRole('button', { name: /findings? here/ }).click();
    await page.locator('.candor-write').first().scrollIntoViewIfNeeded();
    await keep('link');
    await page.locator('.candor-write').first().click();
    await keep('new');
    await judge(page, tell, 'a new note');
    await page.getByRole('button', { name: 'Not now' }).click();
    wiki.write(path, note.replace('---\n', '---\nsystems:\n- x\n  y: [z\n'));
    await page.locator('dialog.candor-overlay[open]').waitFor();
    await keep('overlay');
    await judge(page, tell, 'the overlay');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `the page is ${wide} pixels too wide`);
    expectNone(found, 'things that not everybody can use');
    assert.deepEqual(page.wrong, []);
  });
}
