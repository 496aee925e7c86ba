//! What tests ask inside a page: what can be operated, what is seen, what is open.
//!
//! Runs in the browser, as `window.probe`, before any script of the page. Knows
//! elements, roles and attributes, and no class of the theme's: a theme may call
//! its parts what it likes.

import { address, expectNone, inLanes } from './tools.mjs';

/**
 * Opens pages with the probe, two at a time, in a browser that looks as told (`newContext`'s options), and fails
 * with what `work(tab, tell)` told of any. `what` says what was told, in the plural.
 */
export async function onEach({ browser, server }, pages, looks, what, work) {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...looks });
  await withProbe(context);
  const lanes = await Promise.all([context.newPage(), context.newPage()]);
  const problems = [];
  await inLanes(pages, lanes.length, async ({ sort, page }, lane) => {
    const tab = lanes[lane];
    await tab.goto(address(`${server.origin}/`, page));
    await tab.evaluate(() => window.probe.settle());
    await work(tab, (text) => problems.push(`${page} (${sort}): ${text}`));
  });
  await context.close();
  expectNone(problems, what);
}

/** Puts `window.probe` into every page of the context. */
export const withProbe = (context) => context.addInitScript(probe);

/** Runs in the page. */
function probe() {
  const numbers = new Map();
  const focusable = 'a[href], area[href], button, input, select, textarea, summary, audio[controls], video[controls], iframe, [tabindex], [contenteditable]';
  const openers = 'summary, [aria-haspopup], [aria-expanded], [aria-controls], [popovertarget], [commandfor]';

  /** Whether it takes up room on the page and nothing hides it. */
  const isSeen = (element) =>
    element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })
    && [...element.getClientRects()].some(({ width, height }) => width > 0 && height > 0);

  const isDisabled = (element) => element.matches(':disabled, [inert], [inert] *, [type="hidden"]');

  const scrolls = (element) => {
    const { overflowX, overflowY } = getComputedStyle(element);
    const does = (overflow, all, seen) => /auto|scroll/.test(overflow) && all > seen + 1;
    return does(overflowX, element.scrollWidth, element.clientWidth) || does(overflowY, element.scrollHeight, element.clientHeight);
  };

  const isSummary = (element) => element.localName !== 'summary'
    || element.parentElement?.localName === 'details' && element.parentElement.querySelector(':scope > summary') === element;

  /** The elements that the Tab key should come to, in the order of the page. */
  const stops = (within = document.body) => [...within.querySelectorAll('*')].filter((element) => {
    if (isDisabled(element) || !isSeen(element) || element.getAttribute('tabindex')?.startsWith('-')) return false;
    if (element.matches(focusable)) return isSummary(element);
    // A box that scrolls is come to by itself where nothing in it can be.
    return element !== document.documentElement && element !== document.body && scrolls(element)
      && ![...element.querySelectorAll(focusable)].some((inner) => isSeen(inner) && !isDisabled(inner));
  });

  const words = (element) => (element.getAttribute('aria-label') ?? element.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 40);
  const name = (element) => {
    if (element === document.body) return 'the page itself';
    return `<${element.localName}${element.className && typeof element.className === 'string' ? `.${element.className.trim().replace(/\s+/g, '.')}` : ''}> \`${words(element)}\``;
  };

  /** Two elements with the same kind are drawn by the same rules, as near as can be told from outside. */
  const kind = (element) => {
    const one = (e) => `${e.localName}.${[...e.classList].sort().join('.')}${e.hasAttribute('aria-current') ? '[current]' : ''}`;
    return [element, element.parentElement, element.parentElement?.parentElement].filter(Boolean).map(one).join(' < ');
  };

  /** What of an element a focus may change. */
  const looks = (element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return { outline: outlineStyle === 'none' ? 0 : parseFloat(outlineWidth), shadow: boxShadow };
  };

  const before = new WeakMap();

  /** What a control opens: the rest of its `details`, what it names, or the dialog or popover that has come up. */
  const led = (opener) => {
    if (opener.localName === 'summary') return [...opener.parentElement.children].filter((child) => child !== opener);
    const named = document.getElementById(opener.getAttribute('aria-controls') ?? opener.getAttribute('popovertarget') ?? opener.getAttribute('commandfor') ?? '');
    return [named, ...document.querySelectorAll('dialog[open], :popover-open')].filter(Boolean);
  };

  window.probe = {
    isSeen, name, kind, stops,

    /** Brings in what comes late, and puts the focus before the first stop, also where the page puts it elsewhere. */
    async settle() {
      await document.fonts.ready;
      await Promise.all([...document.images].map((image) => {
        image.loading = 'eager';
        return image.decode().catch(() => {});
      }));
      await new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); });
      const root = document.documentElement;
      root.tabIndex = -1;
      root.focus();
      root.blur();
      root.removeAttribute('tabindex');
      scrollTo(0, 0);
    },

    /** Numbers the stops and keeps how each looks without the focus. Returns their names. */
    number() {
      numbers.clear();
      const found = stops();
      found.forEach((element, at) => { numbers.set(element, at); before.set(element, looks(element)); });
      return found.map(name);
    },

    /** Where the focus is: its number, its kind, whether it shows and whether it can be seen; number -1 for none. */
    here() {
      const element = document.activeElement;
      if (!element || element === document.body || element === document.documentElement) return { number: -1, name: 'the page itself' };
      const { outline, shadow } = looks(element);
      const was = before.get(element);
      const boxes = [...element.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
      const box = boxes[0] ?? element.getBoundingClientRect();
      // Of a box taller or wider than the window, the part that is in it.
      const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
      const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
      const inside = right > left && bottom > top;
      const at = inside ? document.elementFromPoint((left + right) / 2, (top + bottom) / 2) : null;
      return {
        number: numbers.get(element) ?? -2,
        name: name(element),
        kind: kind(element),
        outlined: outline >= 2,
        ring: outline >= 2 && !(was?.outline >= 2) || was !== undefined && shadow !== was.shadow,
        seen: isSeen(element) && inside,
        covered: inside && at !== null && !element.contains(at) && !at.contains(element) ? name(at) : null,
        box: { x: box.left, y: box.top, width: box.width, height: box.height },
      };
    },

    /** The controls that open something, in the order of the page. */
    openers: () => [...document.querySelectorAll(openers)].filter((element) => isSummary(element) && isSeen(element) && !isDisabled(element)),

    openersInside: (opener) => window.probe.openers().filter((inner) => led(opener).some((part) => part.contains(inner))),

    /** The buttons that do something else. */
    buttons: () => [...document.querySelectorAll('button, [role="button"]')].filter((element) =>
      !element.matches(openers) && isSeen(element) && !isDisabled(element)),

    /** What is open now, as a text to compare. */
    open() {
      const shown = [...document.querySelectorAll('dialog[open], details[open], :popover-open, [aria-expanded="true"], [role="dialog"], [role="menu"], [role="listbox"]')]
        .filter((element) => element.matches('dialog, details, :popover-open') || isSeen(element));
      const led = [...document.querySelectorAll('[aria-controls]')]
        .map((element) => document.getElementById(element.getAttribute('aria-controls'))).filter((element) => element && isSeen(element));
      return [...new Set([...shown, ...led])].map((element) => `${name(element)}#${element.id}`).sort().join('\n');
    },

    /** Whether what this control opens lies over the page, so that Escape should close it. */
    floats: (opener) => led(opener).some((element) => element.matches('dialog, [popover]') || /absolute|fixed/.test(getComputedStyle(element).position)),

    /** The numbers of the stops in what this control has opened, once they have stood still for a moment. */
    async inside(opener) {
      // On a busy machine what is fetched for it takes its time: half a second without a change is one.
      for (let tries = 0, still = 0, count = -1; tries < 50 && still < 5; tries += 1) {
        still = stops().length === count ? still + 1 : 0;
        count = stops().length;
        await new Promise((done) => { setTimeout(done, 100); });
      }
      window.probe.number();
      return [...numbers].filter(([element]) => led(opener).some((part) => part.contains(element))).map(([, number]) => number);
    },

    /** By how many pixels the page is too wide, and what sticks out. */
    overflow() {
      const root = document.documentElement;
      const over = root.scrollWidth - window.innerWidth;
      if (over <= 0) return { over, culprits: [] };
      const isClipped = (element) => {
        for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
          if (getComputedStyle(up).overflowX !== 'visible') return true;
        }
        return false;
      };
      const sticksOut = ({ left, right }) => right > window.innerWidth + 0.5 || left < -0.5;
      const culprits = [...document.body.querySelectorAll('*')]
        .filter((element) => sticksOut(element.getBoundingClientRect()) && !isClipped(element)).slice(0, 4).map(name);
      return { over, culprits };
    },

    /** The boxes that cut off text for good: what is in them is larger than they are, and they do not scroll. */
    clipped: () => [...document.body.querySelectorAll('*')].filter((element) => {
      const { overflowX, overflowY, textOverflow } = getComputedStyle(element);
      // One pixel is for those who listen. An ellipsis says itself that more is to be read elsewhere.
      if (element.clientWidth <= 1 || element.clientHeight <= 1 || textOverflow === 'ellipsis' || !isSeen(element)) return false;
      const cuts = (overflow, all, seen) => /hidden|clip/.test(overflow) && all > seen + 1;
      return element.textContent.trim() !== ''
        && (cuts(overflowX, element.scrollWidth, element.clientWidth) || cuts(overflowY, element.scrollHeight, element.clientHeight));
    }).map(name),

    /** How much of the window's height is taken by what stays in place while one reads. */
    stuck: () => [...document.body.querySelectorAll('*')].filter((element) => {
      const box = element.getBoundingClientRect();
      return /sticky|fixed/.test(getComputedStyle(element).position) && isSeen(element)
        && box.bottom > 0 && box.top < innerHeight && box.width > innerWidth / 2;
    }).reduce((sum, element) => sum + element.getBoundingClientRect().height / innerHeight, 0),
  };
}
