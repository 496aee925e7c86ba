//! One page of each template with the keyboard alone: the Tab key comes to
//! everything, one sees where one is, everything works, and nothing holds one.
//! On a narrow window, of those that are laid out alike there, one of each.
//!
//! Presses real keys. What the ring of the focus changes is measured in pixels,
//! once for each sort of element; with `CANDOR_SCREENS=1` the pictures are kept.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { withProbe } from './probe.mjs';
import { address, expectNone, inLanes, onePageOfEach, opened, repository } from './tools.mjs';

const tabs = 2;
const screens = process.env.CANDOR_SCREENS ? join(repository, 'tests/browser/screens') : null;
const views = [
  { width: 1280, height: 900, colorScheme: 'light' },
  { width: 360, height: 740, colorScheme: 'dark' },
];
const { site, server, browser } = await opened();
const samples = onePageOfEach(site);
const alikeWhenNarrow = /^(note of kind (decision|event|lesson)|(kinds|people|systems|teams)\/(\*|index\.html))$/;
const samplesFor = ({ width }) => samples.filter(({ sort }) => width > 800 || !alikeWhenNarrow.test(sort));
if (screens) mkdirSync(screens, { recursive: true });

for (const view of views) {
  const where = `at ${view.width} pixels`;

  test(`the Tab key comes to everything in order, shows where it is, and goes round ${where}`, async (t) => {
    const measured = new Set();
    let stops = 0;
    await onEachPage(view, async (tab, page, tell) => {
      const found = await walk(tab, page, view, measured, tell);
      stops += found;
    });
    t.diagnostic(`${stops} stops on ${samplesFor(view).length} pages, the ring measured on ${measured.size} sorts of element`);
  });

  test(`the first stop leads past the header ${where}`, async () => {
    await onEachPage(view, skipsToMain);
  });

  test(`everything that opens does so by Enter and by Space, and what lies over the page closes by Escape ${where}`, async (t) => {
    const seen = new Set();
    const measured = new Set();
    const tried = new Set();
    await onEachPage(view, async (tab, page, tell) => {
      for (const name of await openAll(tab, page, view, measured, tried, tell)) seen.add(name);
    });
    t.diagnostic(`opened: ${[...seen].sort().join(', ')}`);
    if (seen.size === 0) throw new Error('there should be something that opens');
  });

  test(`every other button does something by Enter and by Space ${where}`, async (t) => {
    const tried = new Set();
    await onEachPage(view, (tab, page, tell) => pressAll(tab, tried, tell));
    t.diagnostic(`${tried.size} sorts of button pressed`);
    if (tried.size === 0) throw new Error('there should be a button to press');
  });
}

test('the Tab key goes back the way it came', async (t) => {
  const context = await contextFor(views[0]);
  const tab = await context.newPage();
  const { page } = samples.find(({ sort }) => sort === 'note of kind review') ?? samples[0];
  await tab.goto(address(`${server.origin}/`, page));
  await tab.evaluate(() => window.probe.settle());
  const names = await tab.evaluate(() => window.probe.number());
  const problems = [];
  // From before the first stop, backwards leads out of the page, and then to the last.
  await tab.keyboard.press('Shift+Tab');
  for (let number = names.length - 1; number >= 0; number -= 1) {
    await tab.keyboard.press('Shift+Tab');
    const here = await tab.evaluate(() => window.probe.here());
    if (here.number !== number) {
      problems.push(`comes to ${here.name} instead of ${names[number]}`);
      break;
    }
  }
  await context.close();
  t.diagnostic(`${page}: ${names.length} stops`);
  expectNone(problems, 'stops in another order backwards');
});

async function contextFor({ width, height, colorScheme }) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
  await withProbe(context);
  return context;
}

/** Opens one page of each template and fails with what `look` told of any. */
async function onEachPage(view, look) {
  const context = await contextFor(view);
  const lanes = await Promise.all(Array.from({ length: tabs }, () => context.newPage()));
  const problems = [];
  await inLanes(samplesFor(view), tabs, async ({ sort, page }, lane) => {
    const tab = lanes[lane];
    await tab.goto(address(`${server.origin}/`, page));
    await tab.evaluate(() => window.probe.settle());
    await look(tab, page, (problem) => problems.push(`${page} (${sort}): ${problem}`));
    await tab.evaluate(() => localStorage.clear());
  });
  await context.close();
  expectNone(problems, 'things that the keyboard cannot do');
}

/** Presses Tab until it comes round. Returns how many stops there were. */
async function walk(tab, page, view, measured, tell) {
  const names = await tab.evaluate(() => window.probe.number());
  const reached = new Set();
  for (let presses = 0; presses < names.length + 20; presses += 1) {
    const here = await step(tab, page, view, measured, tell);
    if (here.number === -1 || here.number === 0 && reached.size > 0) break;
    if (here.number === -2) continue; // It was not there before, such as what opens with the focus.
    if (here.number <= Math.max(...reached)) { tell(`comes back to ${here.name}`); break; }
    reached.add(here.number);
  }
  missed(names, [...names.keys()].filter((number) => !reached.has(number)), tell);
  return reached.size;
}

/** Presses Tab once and judges where it leads. */
async function step(tab, page, view, measured, tell) {
  await tab.keyboard.press('Tab');
  const here = await tab.evaluate(() => window.probe.here());
  if (here.number === -1) return here;
  if (!here.seen) tell(`${here.name} has the focus outside the window`);
  else if (here.covered) tell(`${here.name} has the focus below ${here.covered}`);
  if (!here.ring) tell(`${here.name} does not show that it has the focus`);
  else if (here.seen && !measured.has(here.kind)) {
    measured.add(here.kind);
    await measureRing(tab, page, view, here, measured.size, tell);
  }
  return here;
}

function missed(names, numbers, tell) {
  for (const number of numbers.slice(0, 5)) tell(`never comes to ${names[number]}`);
  if (numbers.length > 5) tell(`and to ${numbers.length - 5} more`);
}

/** Compares the element's picture with and without the focus: enough of it should change, and by enough. */
async function measureRing(tab, page, { width, height }, { name, box }, number, tell) {
  const x = Math.max(0, Math.floor(box.x) - 6);
  const y = Math.max(0, Math.floor(box.y) - 6);
  const clip = { x, y, width: Math.min(width, Math.ceil(box.x + box.width) + 6) - x, height: Math.min(height, Math.ceil(box.y + box.height) + 6) - y };
  const picture = () => tab.screenshot({ clip, animations: 'disabled', caret: 'hide' });
  if (screens) await tab.screenshot({ path: join(screens, `focus-${width}-${String(number).padStart(3, '0')}-${page.replaceAll('/', '-')}.png`) });
  const focused = await picture();
  await tab.evaluate(() => { window.probe.was = document.activeElement; window.probe.was.blur(); });
  const plain = await picture();
  await tab.evaluate(() => window.probe.was.focus());
  const changed = await changedPixels(focused, plain);
  // WCAG 2.2 asks for a change of 3 to 1; a line of one pixel around the part that is seen is the least that shows.
  const around = 2 * (Math.min(box.width, clip.width) + Math.min(box.height, clip.height));
  if (changed < around * 0.9) tell(`${name}: the ring changes ${changed} pixels by 3 to 1, where ${Math.round(around)} go around it`);
}

const blank = await (await browser.newContext()).newPage();
after(() => blank.context().close());

/** Returns how many pixels differ between two pictures by a contrast of at least 3 to 1. */
async function changedPixels(one, other) {
  return blank.evaluate(async (pictures) => {
    const [a, b] = await Promise.all(pictures.map(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
      context.drawImage(image, 0, 0);
      return context.getImageData(0, 0, image.width, image.height).data;
    }));
    const linear = (value) => (value <= 10 ? value / 3294 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    const light = (data, at) => 0.2126 * linear(data[at]) + 0.7152 * linear(data[at + 1]) + 0.0722 * linear(data[at + 2]) + 0.05;
    let changed = 0;
    for (let at = 0; at < a.length; at += 4) {
      const [low, high] = [light(a, at), light(b, at)].sort((x, y) => x - y);
      if (high / low >= 3) changed += 1;
    }
    return changed;
  }, [one.toString('base64'), other.toString('base64')]);
}

/** The first stop is a link to the main part, seen once it has the focus, and it takes the focus there. */
async function skipsToMain(tab, page, tell) {
  await tab.keyboard.press('Tab');
  const skip = await tab.evaluate(() => {
    const element = document.activeElement;
    const target = element.localName === 'a' && element.hash ? document.getElementById(element.hash.slice(1)) : null;
    return { name: window.probe.name(element), leads: target?.closest('main') !== null && target !== null };
  });
  if (!skip.leads) return tell(`the first stop is ${skip.name}, which does not lead to the main part`);
  await tab.keyboard.press('Enter');
  const inMain = await tab.evaluate(() => document.activeElement.closest('main') !== null);
  if (!inMain) tell('the focus does not follow the link past the header');
  const first = await tab.evaluate(() => window.probe.stops(document.querySelector('main')).map(window.probe.name)[0] ?? null);
  await tab.keyboard.press('Tab');
  const next = await tab.evaluate(() => window.probe.name(document.activeElement));
  if (first !== null && next !== first) tell(`after the link past the header, the next stop is ${next} instead of ${first}`);
}

/** Opens and closes one of each sort of thing that opens, first with Enter, then with Space. Returns what opened. */
async function openAll(tab, page, view, measured, tried, tell) {
  const opened = new Set();
  const count = await tab.evaluate(() => window.probe.openers().length);
  for (let number = 0; number < count; number += 1) {
    const opener = await tab.evaluateHandle((n) => window.probe.openers()[n] ?? null, number);
    if (await opener.evaluate((element) => element === null)) continue;
    const { name, kind } = await opener.evaluate((element) => ({ name: window.probe.name(element), kind: window.probe.kind(element) }));
    if (tried.has(kind)) continue;
    tried.add(kind);
    for (const key of ['Enter', 'Space']) {
      await opener.evaluate((element) => element.focus());
      const before = await tab.evaluate(() => window.probe.open());
      await tab.keyboard.press(key);
      if (!await becomes(tab, before, false)) { tell(`${name} opens nothing by ${key}`); continue; }
      opened.add(name);
      await settled(tab);
      if (await opener.evaluate((element) => window.probe.floats(element))) {
        if (key === 'Enter') {
          await walkInside(tab, page, view, measured, opener, name, tell);
          for (const inner of await openInside(tab, opener, tried, tell)) opened.add(inner);
        } else await tab.keyboard.press('Tab');
        await tab.keyboard.press('Escape');
        if (!await becomes(tab, before, true)) { tell(`what ${name} opens does not close by Escape`); await tab.reload(); break; }
        if (!await opener.evaluate((element) => document.activeElement === element)) tell(`after Escape the focus does not return to ${name}`);
      } else {
        await tab.keyboard.press(key);
        if (!await becomes(tab, before, true)) tell(`${name} does not close again by ${key}`);
      }
    }
  }
  return opened;
}

/** Goes through what has opened and lies over the page: everything in it is come to, right after what opened it. */
async function walkInside(tab, page, view, measured, opener, name, tell) {
  const inside = new Set(await opener.evaluate((element) => window.probe.inside(element)));
  if (inside.size === 0) return tell(`in what ${name} opens there is nothing to come to`);
  const names = await tab.evaluate(() => window.probe.number());
  // A dialog may have given the focus to one of its own.
  inside.delete((await tab.evaluate(() => window.probe.here())).number);
  for (let presses = inside.size; presses > 0; presses -= 1) {
    const here = await step(tab, page, view, measured, tell);
    inside.delete(here.number);
  }
  missed(names, [...inside], (problem) => tell(`${problem} in what ${name} opens`));
}

/** Opens and closes one of each sort of thing that opens in what is open, such as a branch of a tree. Returns what opened. */
async function openInside(tab, opener, tried, tell) {
  const opened = [];
  const inner = await opener.evaluateHandle((element) => window.probe.openersInside(element));
  for (const handle of (await inner.getProperties()).values()) {
    const { name, kind } = await handle.evaluate((element) => ({ name: window.probe.name(element), kind: window.probe.kind(element) }));
    if (tried.has(kind)) continue;
    tried.add(kind);
    await handle.evaluate((element) => element.focus());
    const before = await tab.evaluate(() => window.probe.open());
    await tab.keyboard.press('Enter');
    if (!await becomes(tab, before, false)) tell(`${name} opens nothing by Enter`);
    else opened.push(name);
    await tab.keyboard.press('Space');
    if (!await becomes(tab, before, true)) tell(`${name} does not close again by Space`);
  }
  return opened;
}

/** Waits until nothing on the page has changed for a while: what opens may fetch what is in it. */
function settled(tab) {
  return tab.evaluate(() => new Promise((done) => {
    let quiet = setTimeout(done, 200);
    new MutationObserver(() => { clearTimeout(quiet); quiet = setTimeout(done, 200); })
      .observe(document.body, { subtree: true, childList: true, attributes: true });
  }));
}

/** Waits a moment until what is open is as it was, or is not. */
async function becomes(tab, before, same) {
  return tab.waitForFunction(([text, same]) => (window.probe.open() === text) === same, [before, same], { timeout: 1500 }).then(() => true, () => false);
}

/** Presses one button of each sort by Enter and by Space: something on the page has to change. */
async function pressAll(tab, tried, tell) {
  const count = await tab.evaluate(() => window.probe.buttons().length);
  for (let number = 0; number < count; number += 1) {
    const button = await tab.evaluateHandle((n) => window.probe.buttons()[n] ?? null, number);
    if (await button.evaluate((element) => element === null)) continue;
    const { name, kind } = await button.evaluate((element) => ({ name: window.probe.name(element), kind: window.probe.kind(element) }));
    if (tried.has(kind)) continue;
    tried.add(kind);
    for (const key of ['Enter', 'Space']) {
      await tab.waitForFunction((element) => !element.matches(':disabled, [aria-disabled="true"]'), button, { timeout: 4000 });
      await button.evaluate((element) => {
        element.focus();
        window.probe.changes = 0;
        const count = () => { window.probe.changes += 1; };
        new MutationObserver(count).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        addEventListener('submit', (event) => { event.preventDefault(); count(); }, { capture: true, once: true });
      });
      await tab.keyboard.press(key);
      if (!await tab.waitForFunction(() => window.probe.changes > 0, undefined, { timeout: 1500 }).then(() => true, () => false)) {
        tell(`${name} does nothing by ${key}`);
      }
      await tab.keyboard.press('Escape');
    }
  }
}
