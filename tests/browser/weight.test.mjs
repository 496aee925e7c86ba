//! What the first visit to a note costs: bytes, requests, and text that jumps
//! when the fonts arrive.
//!
//! Counts what the server was asked for and what the browser says it asked for, so
//! that nothing is forgotten. The picture on the tab is told apart: a browser asks
//! for it once for a site, after the page, and its own tools do not count it.
//! Measures no time: clocks differ between machines.

import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { after, test } from 'node:test';
import { address, opened, serve, source, waysIn } from './tools.mjs';

/** Of an ordinary note: HTML, CSS and scripts, uncompressed; requests, before search opens; all fonts for Latin letters. */
const most = { text: 60 * 1024, requests: 6, fonts: 130_000 };
/** How late the fonts come when it is watched whether anything moves: longer than it takes to draw the page. */
const fontsLate = 300;
const { site, server, browser } = await opened();
const slow = await serve(site.folder, { fontsLate });
after(() => slow.close());
const lesson = middle(notesIn('lessons'));
const review = notesIn('reviews').at(-1);

test('the first visit to an ordinary note is light', async (t) => {
  const loads = await firstVisit(lesson);
  const text = bytes(loads, '.html', '.css', '.js');
  tell(t, lesson, loads);
  const problems = [];
  if (text > most.text) problems.push(`${text} bytes of HTML, CSS and scripts: ${text - most.text} more than ${most.text}`);
  const requests = loads.filter(({ file }) => !isTabPicture(file)).length;
  if (requests > most.requests) problems.push(`${requests} requests: more than ${most.requests}`);
  assert.deepEqual(problems, [], `${lesson} asks for too much`);
});

test('a long note asks for its own text and pictures, and one file for what only some notes have', async (t) => {
  const loads = await firstVisit(review);
  tell(t, review, loads);
  const own = dirname(review);
  const others = loads.filter(({ file }) => !isTabPicture(file) && (file === review || dirname(file) !== own && dirname(file) !== 'diagrams'));
  const requests = others.filter(({ file }) => !/^assets\/more\./.test(file)).length;
  assert.ok(requests <= most.requests && others.length <= requests + 1, `${others.length} requests, more than ${most.requests}`);
});

test('all fonts for Latin letters together are light', (t) => {
  const folder = join(site.folder, 'assets/fonts');
  const sizes = readdirSync(folder).filter((name) => name.endsWith('.woff2')).map((name) => statSync(join(folder, name)).size);
  const sum = sizes.reduce((one, other) => one + other, 0);
  t.diagnostic(`${sizes.length} fonts, ${sum} bytes`);
  assert.ok(sizes.length > 0 && sum <= most.fonts, `${sum} bytes of fonts, more than ${most.fonts}`);
});

for (const page of [lesson, review]) {
  for (const width of [360, 1280]) {
    test(`nothing on ${page} moves when the fonts come late, at ${width} pixels`, async () => {
      await onPage(slow.origin, page, width, async (tab) => {
        const { sum, moved, faces } = await tab.evaluate(shifts);
        // Without any of the computer's fonts that ours are measured against, this would say nothing.
        const before = faces.filter(({ family }) => / Before/.test(family));
        assert.ok(before.some(({ status }) => status === 'loaded'), 'install a font that stands in, such as fonts-liberation');
        assert.deepEqual(moved, [], 'what moved');
        assert.equal(sum, 0);
      });
    });
  }
}

for (const way of [0, 2]) {
  const { name, base } = waysIn(site, server)[way];
  test(`fonts that come at once are shown at once ${name}`, async () => {
    // A browser waits for an optional font for some hundredths of a second, which a busy machine may take: one visit in five has to be in time.
    let drawn;
    for (let visit = 0; visit < 5; visit += 1) {
      drawn = {};
      await onPage(base.replace(/\/$/, ''), lesson, 1280, async (tab) => {
        for (const selector of ['h1', '.prose p', 'footer a']) drawn[selector] = await drawnWith(tab, selector);
        assert.equal((await tab.evaluate(shifts)).sum, 0);
      });
      if (Object.values(drawn).every((families) => families.length > 0)) break;
    }
    assert.deepEqual(drawn, { h1: ['Literata'], '.prose p': ['Literata'], 'footer a': ['Hanken Grotesk'] });
  });
}

/** Opens the page in a browser that has nothing kept, and returns what was asked for: `[{ file, size }]`. */
async function firstVisit(page) {
  const own = await serve(site.folder);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const tab = await context.newPage();
    const devtools = await context.newCDPSession(tab);
    const told = new Set();
    devtools.on('Network.requestWillBeSent', ({ request }) => told.add(new URL(request.url).pathname));
    await devtools.send('Network.enable');
    await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
    await tab.goto(address(`${own.origin}/`, page), { waitUntil: 'networkidle' });
    // What the browser says it sent and what came are two witnesses: take both.
    const files = new Set([...own.asked, ...told].map((url) => decodeURIComponent(url).slice(1)));
    return [...files].map((file) => ({ file, size: statSync(join(site.folder, file)).size }));
  } finally {
    await context.close();
    await own.close();
  }
}

/** Opens a page in a browser that has nothing kept, for as long as `look` takes. */
async function onPage(origin, page, width, look) {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  try {
    const tab = await context.newPage();
    await tab.goto(address(`${origin}/`, page), { waitUntil: 'load' });
    await look(tab);
  } finally {
    await context.close();
  }
}

/** Runs in the page: how much it moved until its fonts had come and a while after, what moved, and its fonts. */
async function shifts() {
  const found = [];
  const observer = new PerformanceObserver((list) => found.push(...list.getEntries()));
  observer.observe({ type: 'layout-shift', buffered: true });
  await document.fonts.ready;
  await new Promise((done) => { setTimeout(done, 700); });
  found.push(...observer.takeRecords());
  const named = (node) => (node?.nodeType === 1 ? `<${node.localName} class="${node.className}">` : `\`${node?.textContent.slice(0, 60)}\``);
  const side = (box) => `${box.x.toFixed(1)},${box.y.toFixed(1)}`;
  return {
    sum: found.reduce((sum, { value }) => sum + value, 0),
    moved: found.flatMap(({ sources }) =>
      sources.map(({ node, previousRect, currentRect }) => `${named(node)} from ${side(previousRect)} to ${side(currentRect)}`)),
    faces: [...document.fonts].map(({ family, status }) => ({ family, status })),
  };
}

/** Returns the families of the site's own fonts that the first such element is drawn with. */
async function drawnWith(tab, selector) {
  const devtools = await tab.context().newCDPSession(tab);
  await devtools.send('DOM.enable');
  await devtools.send('CSS.enable');
  const { root } = await devtools.send('DOM.getDocument');
  const { nodeId } = await devtools.send('DOM.querySelector', { nodeId: root.nodeId, selector });
  const { fonts } = await devtools.send('CSS.getPlatformFontsForNode', { nodeId });
  return fonts.filter((font) => font.isCustomFont).map((font) => font.familyName);
}

const isTabPicture = (file) => /^assets\/mark\.[0-9a-f]+\.svg$/.test(file);

/** Says where the bytes are. */
function tell(t, page, loads) {
  for (const { file, size } of loads) t.diagnostic(`${String(size).padStart(7)}  ${file}`);
  const text = bytes(loads, '.html', '.css', '.js');
  t.diagnostic(`${page}: ${text} bytes of HTML, CSS and scripts, ${bytes(loads, '.woff2')} of fonts, ${loads.length} requests`);
}

function bytes(loads, ...endings) {
  return loads.filter(({ file }) => endings.includes(extname(file))).reduce((sum, { size }) => sum + size, 0);
}

/** Returns the notes of a folder, the shortest first. */
function notesIn(folder) {
  const notes = site.pages.filter((page) => page.startsWith(`${folder}/`) && !page.endsWith('--print.html') && /<article\b[^>]*\bdata-k=/.test(source(site, page)));
  return notes.sort((one, other) => source(site, one).length - source(site, other).length);
}

function middle(pages) {
  return pages[Math.floor(pages.length / 2)];
}
