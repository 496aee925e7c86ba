//! One page of each template under axe-core, WCAG 2.2 AA and its best practices:
//! light and wide, dark and narrow, as it comes and with everything on it opened,
//! without one violation. Then the same with more contrast and with the reader's
//! own colours.
//!
//! Never silences a rule: what is wrong is mended in the theme. In the reader's own
//! colours alone, contrast is not ours to judge.

import { test } from 'node:test';
import { judge } from './accessible.mjs';
import { onEach } from './probe.mjs';
import { onePageOfEach, opened } from './tools.mjs';

const { site, server, browser } = await opened();
const samples = onePageOfEach(site);
/** The templates that show all there is to show in colours. */
const colourful = samples.filter(({ sort }) => /^(note of kind (review|guide|question|path)|index\.html|search\.html|contents\.html|recent\.html)$/.test(sort));
const onEachPage = (pages, { width, ...looks }, work) =>
  onEach({ browser, server }, pages, { viewport: { width, height: 900 }, ...looks }, 'violations', work);

// No colour depends on the width and no order on the colours: each of the four is seen once.
for (const [colorScheme, width] of [['light', 1280], ['dark', 360]]) {
  test(`no page has an accessibility violation in ${colorScheme} at ${width} pixels, closed or opened`, async (t) => {
    const tried = new Set();
    await onEachPage(samples, { colorScheme, width }, async (tab, tell) => {
      await judge(tab, tell, 'as it comes');
      await unfold(tab, tell);
      await openEach(tab, tried, tell);
      await preview(tab, tried, tell);
    });
    t.diagnostic(`opened: ${[...tried].sort().join(', ')}`);
    for (const part of ['a preview', '<summary', '<button']) {
      if (![...tried].some((name) => name.startsWith(part))) throw new Error(`nothing like ${part} was opened`);
    }
  });

  test(`asked for more contrast, the theme has that of AAA in ${colorScheme}`, async () => {
    await onEachPage(colourful, { colorScheme, width: 1280, contrast: 'more' }, (tab, tell) =>
      judge(tab, tell, 'with more contrast', { 'color-contrast-enhanced': { enabled: true } }));
  });
}

test('in the reader\'s own colours nothing is violated, and one sees the focus and where one is', async (t) => {
  let current = 0;
  await onEachPage(colourful, { colorScheme: 'dark', width: 1280, forcedColors: 'active' }, async (tab, tell) => {
    await judge(tab, tell, 'in forced colours', { 'color-contrast': { enabled: false } });
    const { count, plain } = await tab.evaluate(currentMarks);
    current += count;
    for (const name of plain) tell(`${name} is where one is, and looks like the others`);
    const stops = await tab.evaluate(() => window.probe.number().length);
    for (let presses = 0; presses < Math.min(stops, 25); presses += 1) {
      await tab.keyboard.press('Tab');
      const here = await tab.evaluate(() => window.probe.here());
      // A shadow is not drawn in forced colours.
      if (here.number !== -1 && !here.outlined) tell(`${here.name} does not show that it has the focus`);
    }
  });
  t.diagnostic(`${current} marks of where one is`);
  if (current === 0) throw new Error('some page should mark where one is');
});

/** Opens everything that folds in the text. */
async function unfold(tab, tell) {
  const folded = await tab.evaluate(() => {
    const folded = [...document.querySelectorAll('main details:not([open])')].filter((details) => details.checkVisibility());
    for (const details of folded) details.open = true;
    return folded.length;
  });
  if (folded > 0) await judge(tab, tell, 'unfolded');
}

/** Opens one of each sort of thing that opens elsewhere or over the page, one at a time. */
async function openEach(tab, tried, tell) {
  const count = await tab.evaluate(() => window.probe.openers().length);
  for (let number = 0; number < count; number += 1) {
    const opener = await tab.evaluateHandle((n) => window.probe.openers()[n] ?? null, number);
    const about = await opener.evaluate((element) => element && {
      name: window.probe.name(element),
      folds: element.localName === 'summary' && element.closest('main') !== null,
    });
    if (about === null || about.folds || tried.has(about.name)) continue;
    tried.add(about.name);
    await opener.asElement().click();
    await opener.evaluate((element) => window.probe.inside(element));
    await judge(tab, tell, `with ${about.name} open`);
    await tab.keyboard.press('Escape');
  }
}

/** Lets the keyboard come to a link in the text, so that what it shows beforehand is on the page. Once for each test. */
async function preview(tab, tried, tell) {
  if (tried.has('a preview')) return;
  const links = tab.locator('main p a[href*=".html"]');
  if (await links.count() === 0) return;
  await tab.keyboard.press('Shift'); // so that the focus counts as the keyboard's
  await links.first().focus();
  const shown = await tab.getByRole('tooltip').waitFor({ timeout: 2000 }).then(() => true, () => false);
  if (!shown) return;
  tried.add('a preview');
  await judge(tab, tell, 'with a preview');
  await tab.keyboard.press('Escape');
}

/** Runs in the page: how many marks of where one is there are, and those that no line and no weight sets apart. */
function currentMarks() {
  const marks = [...document.querySelectorAll('[aria-current]')].filter((element) => window.probe.isSeen(element));
  const drawn = (element) => {
    const style = getComputedStyle(element);
    return [style.textDecorationLine, style.borderStyle, style.borderWidth, style.outlineStyle, style.fontWeight,
      getComputedStyle(element, '::before').content, getComputedStyle(element, '::after').content].join(' ');
  };
  const plain = marks.filter((element) => {
    const others = [...(element.closest('ul, ol, nav') ?? document.body).querySelectorAll(`${element.localName}:not([aria-current])`)];
    return others.some((other) => drawn(other) === drawn(element));
  });
  return { count: marks.length, plain: plain.map(window.probe.name) };
}
