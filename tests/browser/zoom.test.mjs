//! One page of each template for those who read large: at 400 %, with letters
//! twice the size, and with the room between letters, words and lines that WCAG
//! 1.4.12 names. Nothing scrolls sideways, and nothing is cut off.
//!
//! A browser that zooms makes the window smaller in CSS pixels and each of them
//! larger on the screen: 1280 by 1024 at 400 % is a window of 320 by 256 with four
//! by four dots to a pixel. That is what is set here, and media queries see the same.

import { test } from 'node:test';
import { onEach } from './probe.mjs';
import { onePageOfEach, opened } from './tools.mjs';

const { site, server, browser } = await opened();
const samples = onePageOfEach(site);
const spaced = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }';
const onEachPage = (looks, work) => onEach({ browser, server }, samples, looks, 'things that are hard to read', work);

test('at 400 % nothing scrolls sideways, nothing covers the text, and everything that opens can be used', async (t) => {
  const tried = new Set();
  await onEachPage({ viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }, async (tab, tell) => {
    // In the middle of the page, where what sticks to the window has come to stick.
    await tab.evaluate(() => scrollTo(0, document.documentElement.scrollHeight / 2));
    const stuck = await tab.evaluate(() => window.probe.stuck());
    if (stuck > 1 / 3) tell(`${Math.round(stuck * 100)} % of the window are taken by what does not scroll`);
    await fits(tab, tell);
    await openEach(tab, tried, tell);
  });
  t.diagnostic(`opened: ${[...tried].sort().join(', ')}`);
  if (tried.size === 0) throw new Error('there should be something that opens');
});

for (const width of [320, 1280]) {
  test(`with more room between letters, words and lines everything is there at ${width} pixels`, async () => {
    await onEachPage({ viewport: { width, height: 900 } }, async (tab, tell) => {
      await tab.evaluate((text) => {
        // A style sheet that is made here is not the page's own, so that its policy stands.
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(text);
        document.adoptedStyleSheets = [sheet];
      }, spaced);
      await fits(tab, tell);
    });
  });
}

// Half of 1280, as WCAG 1.4.4 has it; a narrower window with such letters has less room than 320 pixels.
for (const width of [640, 1280]) {
  test(`with letters twice the size everything is there at ${width} pixels`, async () => {
    await onEachPage({ viewport: { width, height: 900 } }, async (tab, tell) => {
      const devtools = await tab.context().newCDPSession(tab);
      // The setting of the browser, which a page that counts in pixels would not follow.
      await devtools.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
      const size = await tab.evaluate(() => getComputedStyle(document.documentElement).fontSize);
      if (size !== '32px') tell(`the page's letters stay at ${size}`);
      await fits(tab, tell);
    });
  });
}

/** With all that folds unfolded, nothing is too wide and nothing is cut off. */
async function fits(tab, tell) {
  await tab.evaluate(() => { for (const details of document.querySelectorAll('main details')) details.open = true; });
  const { over, culprits } = await tab.evaluate(() => window.probe.overflow());
  if (over > 0) tell(`${over} px too wide: ${culprits.join(', ')}`);
  for (const name of await tab.evaluate(() => window.probe.clipped())) tell(`${name} cuts off its text`);
}

/** Opens one of each sort of thing that lies over the page: all that can be operated in it comes into the window. */
async function openEach(tab, tried, tell) {
  const count = await tab.evaluate(() => window.probe.openers().length);
  for (let number = 0; number < count; number += 1) {
    const opener = await tab.evaluateHandle((n) => window.probe.openers()[n] ?? null, number);
    const name = await opener.evaluate((element) => element && window.probe.name(element));
    if (name === null || tried.has(name)) continue;
    await opener.evaluate((element) => element.focus());
    await tab.keyboard.press('Enter');
    if (await opener.evaluate((element) => window.probe.floats(element))) {
      tried.add(name);
      const inside = await opener.evaluate((element) => window.probe.inside(element));
      for (let presses = inside.length; presses > 0; presses -= 1) {
        const here = await tab.evaluate(() => window.probe.here());
        if (inside.includes(here.number) && (!here.seen || here.covered)) tell(`in what ${name} opens, ${here.name} cannot be seen`);
        await tab.keyboard.press('Tab');
      }
      const { over, culprits } = await tab.evaluate(() => window.probe.overflow());
      if (over > 0) tell(`with ${name} open, ${over} px too wide: ${culprits.join(', ')}`);
    }
    await tab.keyboard.press('Escape');
  }
}
