//! Every page, opened in a browser, at the root, under a sub-path and from the
//! disk: whatever it points to is there, and nothing on it complains.
//!
//! Looks at the live page, so links that scripts add count too. Never follows a
//! link to another host, and never guesses: a folder is not a page.

import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { address, expectNone, inLanes, opened, placeOfMissing, redirectOf, source, waysIn } from './tools.mjs';

const tabs = 4;
const { site, server, browser } = await opened();

test('pages are served under the strict policy, word for word', async () => {
  const sent = (await fetch(`${server.origin}/index.html`)).headers.get('content-security-policy');
  assert.equal(sent, "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    + "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'");
});

for (const way of [0, 1, 2]) {
  const name = ['at the root', 'under a sub-path', 'from file://'][way];
  test(`every link and every file of every page is there ${name}`, async (t) => {
    const { base } = waysIn(site, server)[way];
    const { visits, complaints } = await visitAll(base);
    const { problems, links, fragments } = resolveAll(base, visits);
    t.diagnostic(`${site.pages.length} pages, ${links} internal links and files, ${fragments} of them to a place in a page`);
    assert.ok(links > site.pages.length, 'the pages should link to each other');
    expectNone([...problems, ...complaints], 'links that lead nowhere or complaints of the browser');
  });
}

/** Opens every page. Returns what each points to, and what the browser said: errors, refusals, foreign requests. */
async function visitAll(base) {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy violated: ${event.violatedDirective} by ${event.blockedURI || 'inline'}`);
    });
  });
  const complaints = [];
  const visits = new Map();
  const lanes = [];
  for (let n = 0; n < tabs; n += 1) {
    const tab = await context.newPage();
    const lane = { tab, page: '' };
    const tell = (text) => complaints.push(`${lane.page}: ${text}`);
    tab.on('console', (message) => { if (message.type() === 'error') tell(`console: ${message.text()}`); });
    tab.on('pageerror', (error) => tell(`script: ${error.message}`));
    tab.on('requestfailed', (request) => {
      const why = request.failure()?.errorText;
      // Only the tests' own next visit cancels a request; a file that is not there answers 404.
      if (why !== 'net::ERR_ABORTED') tell(`failed: ${request.url()} (${why})`);
    });
    tab.on('response', (response) => { if (response.status() >= 400) tell(`${response.status()}: ${response.url()}`); });
    tab.on('request', (request) => { if (!request.url().startsWith(base)) tell(`asks outside the site: ${request.url()}`); });
    lanes.push(lane);
  }
  // With a `url` in site.toml the page for wrong addresses works at that one place only, at any depth.
  const place = placeOfMissing(site);
  const pages = site.pages.filter((page) => page !== '404.html' || place === null || new URL(base).pathname === place);
  await inLanes(pages, tabs, async (page, n) => {
    const { tab } = lanes[n];
    lanes[n].page = page;
    const leadsTo = redirectOf(source(site, page));
    if (leadsTo !== null) {
      const target = new URL(leadsTo, address(base, page)).href;
      visits.set(page, { ids: new Set(), links: [{ tag: 'meta', written: leadsTo, url: target }] });
      if (!await leadsOn(context, address(base, page), target)) complaints.push(`${page}: does not lead on to ${target}`);
      return;
    }
    await tab.goto(address(base, page), { waitUntil: 'load' });
    const seen = await tab.evaluate(collect);
    visits.set(page, { ids: new Set(seen.ids), links: seen.links });
  });
  await context.close();
  return { visits, complaints };
}

/** Tells whether a redirect page takes the browser to its target. In a tab of its own, so that nothing else is cut short. */
async function leadsOn(context, from, target) {
  const tab = await context.newPage();
  try {
    await tab.goto(from, { waitUntil: 'commit' });
    await tab.waitForURL((url) => url.href === target, { timeout: 10_000 });
    return true;
  } catch {
    return false;
  } finally {
    await tab.close();
  }
}

/** Runs in the page: everything that points somewhere, and every anchor. */
function collect() {
  const links = [];
  const add = (element, written) => {
    const url = (() => { try { return new URL(written, document.baseURI).href; } catch { return ''; } })();
    links.push({ tag: element.tagName.toLowerCase(), written, url });
  };
  for (const name of ['href', 'src', 'xlink:href', 'poster', 'data', 'action']) {
    for (const element of document.querySelectorAll(`[${name.replace(':', '\\:')}]`)) {
      if (name === 'data' && element.tagName !== 'OBJECT') continue;
      add(element, element.getAttribute(name));
    }
  }
  for (const element of document.querySelectorAll('[srcset]')) {
    for (const candidate of element.getAttribute('srcset').split(',')) add(element, candidate.trim().split(/\s+/)[0]);
  }
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  for (const anchor of document.querySelectorAll('a[name]')) ids.push(anchor.name);
  return { links, ids };
}

/** Follows what was collected without opening anything again. */
function resolveAll(base, visits) {
  const problems = new Set();
  let links = 0;
  let fragments = 0;
  for (const [page, { links: found }] of visits) {
    for (const { tag, written, url } of found) {
      const tell = (why) => problems.add(`${page}: <${tag}> \`${written}\` ${why}`);
      if (url === '') { tell('is no address'); continue; }
      if (!isInternal(base, url, tag)) continue;
      links += 1;
      const target = new URL(url);
      const bare = target.href.replace(/[?#].*$/s, '');
      if (!bare.startsWith(base)) { tell('leaves the site\'s folder'); continue; }
      const file = decodeURIComponent(bare.slice(base.length));
      const path = join(site.folder, file);
      if (!existsSync(path)) { tell('leads to no file'); continue; }
      if (!statSync(path).isFile()) { tell('leads to a folder, which opens no page from the disk'); continue; }
      if (!url.includes('#') || tag === 'use') continue;
      fragments += 1;
      const fragment = decodeURIComponent(target.hash.slice(1));
      if (fragment === '') { tell('has an empty fragment'); continue; }
      const there = visits.get(file);
      if (fragment !== 'top' && there && !there.ids.has(fragment)) tell('leads to no place of that name');
    }
  }
  return { problems: [...problems], links, fragments };
}

/** Links to other hosts are the author's; whatever the browser would load is checked as a request instead. */
function isInternal(base, url, tag) {
  const target = new URL(url);
  if (target.protocol === 'http:' || target.protocol === 'https:') return target.origin === new URL(base).origin;
  if (target.protocol === 'file:') return true;
  return !(tag === 'a' && /^(mailto|tel|sms|xmpp|webcal):$/.test(target.protocol));
}
