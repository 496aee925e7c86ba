//! The search as readers have it: the engine alone in node, then the dialog, the page
//! and the words that stay marked in Chromium, by keyboard and as assistive technology
//! hears it, from a server, from a folder, and with the server gone.
//!
//! Never judges the order of results by taste: the golden file does, for both readers.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { judge } from './accessible.mjs';
import { engine, engineOf } from './engine.mjs';
import { buildFrom, buildWithoutGit, expectNone, hosted, inLanes, opened, program, repository, serve, source, waysIn } from './tools.mjs';

const { site, server, browser } = await opened();
const note = 'reviews/labels-at-dawn.html';
const run = promisify(execFile);

// --- The engine ---

const runs = (text) => engineOf({}).runs(text).map(({ parts, word, marked }) =>
  (parts.length > 1 ? `${parts.map((part) => part.word).join('|')}=${word}` : word + (marked && `(${marked})`))).join(' ');

test('words are cut and folded as the build does it', () => {
  assert.equal(runs('billing-gateway v2.4.1 ECONNRESET'), 'billing|gateway=billinggateway v|2|4|1=v241 econnreset');
  assert.equal(runs('V2 /v12/ v2beta v 2v'), 'v|2=v2 v|12=v12 v2beta v 2v');
  assert.equal(runs('HttpClient HTTPServer iPhone EC2Instance'), 'http|client=httpclient http|server=httpserver iphone ec2|instance=ec2instance');
  assert.equal(runs('max_retry_count std::fmt end. (a---b) -x-'), 'max|retry|count=maxretrycount std|fmt=stdfmt end a b x');
  assert.equal(runs("don't the site's l'export o’clock dogs'"), 'dont the site l|export=lexport o|clock=oclock dogs');
  assert.equal(runs('Café GRÖSSE straße x\u0302y co\u00adop'), 'cafe(café) grosse(grösse) strasse xy(x\u0302y) coop');
  assert.equal(runs('検索用の語 ab語 がん'), '検索 索用 用の の語 ab 語 がん');
  assert.equal(runs('ｻｰﾊﾞｰ \u1112\u1161\u11ab'), 'サー ーバ バー 한');
});

test('where a word stands is told in the letters of the text as it is', () => {
  const text = 'ﬁrst: the site’s cafe\u0301 再開しない';
  const found = [...engineOf({}).runs(text)].map(({ at, end }) => text.slice(at, end));
  assert.deepEqual(found, ['ﬁrst', 'the', 'site’s', 'cafe\u0301', '再開', '開し', 'しな', 'ない']);
});

test('files are decoded as the specification writes them', async () => {
  const search = engineOf({ search: { notes: 4, space: 4, pairs: 0, words: 'A', near: 'A', ends: 'A', years: [], kinds: {}, facets: [], recent: [] } });
  await search.start();
  // 101000 101000: 1, 010 and 00101, which are the gamma codes of 1, 2 and 5.
  const gamma = search.inside.reader('oo');
  assert.deepEqual([gamma.gamma(), gamma.gamma(), gamma.gamma()], [1, 2, 5]);
  // 110100 110000: 110 10, which is 10 with k = 2, and 0 11, which is 3.
  const rice = search.inside.reader('0w');
  assert.deepEqual([rice.rice(2), rice.rice(2)], [10, 3]);
  // Two notes of four: 11 × 4 / (16 × 2) is 1, so k is 0: 010 10 10, the count and twice 1 left out.
  const list = [];
  search.inside.reader('VA').notes((number) => list.push(number));
  assert.deepEqual(list, [1, 3]);
  assert.throws(() => search.inside.reader('').gamma(), /too soon/);
  const words = [];
  search.inside.front('Aexport Gs,B Ffirm* A語!Aの', (word, more) => words.push([word, more]));
  assert.deepEqual(words, [['export', ''], ['exports', ',B'], ['exporfirm', '*'], ['語', '!Aの']]);
  // FNV-1a of nothing and of `a`, then the finaliser of MurmurHash3.
  assert.equal(search.inside.hash('').toString(16), finished(0x811c9dc5));
  assert.equal(search.inside.hash('a').toString(16), finished(0xe40c292c));
});

test('a word leads to its forms in other shards, and to no other shard', async () => {
  const core = { notes: 4, space: 4, pairs: 0, words: 'A Aexport Ge Gs', near: 'A', ends: 'A', years: [], kinds: {}, facets: [], recent: [] };
  // Lists of one note each: 1 for how many, 00 or 01 for note 0 or 1 with k = 1, and 0 for the least impact.
  const search = engineOf({
    search: core,
    'search/w-export': ['Aexport!Aed', 'g'],
    'search/w-exporte': ['Aexported,C!C', 'o'],
    'search/p-0': [0, 0, ''],
  });
  for (const query of ['export ', 'exported ']) {
    const { keys, missing } = await search(query, { limit: 0 });
    assert.deepEqual([[...keys].map((key) => key % 0x100000).sort(), missing], [[0, 1], false], query);
  }
});

test('long lists are read block by block, no more of them than is needed, and answered as the program answers', async (t) => {
  // More notes than a block is for. Words that nearly all hold, in the text and in titles; others that few hold.
  const some = ['scan', 'printer', 'parcel', 'depot', 'route', 'night', 'shift', 'alarm', 'ledger', 'courier', 'harbour'];
  const files = { 'site.toml': 'title = "Many"\nurl = "https://many.example/"\n' };
  for (let n = 0; n < 8600; n += 1) {
    const words = some.filter((_, at) => (n * 7 + at * at * 13) % (2 + at) === 0);
    const title = `${some[n % 11]} ${some[(n >> 3) % 11]}${n % 60 === 0 ? ' belt' : ''}${n % 90 === 0 ? ' label' : ''}`;
    const text = `${n % 40 === 0 ? 'Nothing.' : n % 41 === 0 ? 'The label, the belt.' : 'Call outs of the belt label.'} ${words.join(' ')} rare${n % 900}${n % 3 ? ' on-call' : ''}`;
    files[`content/n${n}.md`] = `---\ntitle: ${title}\nkind: ${n % 2 ? 'lesson' : 'win'}\ndate: 2024-${String(1 + n % 12).padStart(2, '0')}-01\n---\n\n${text}\n`;
  }
  const many = buildFrom(files);
  t.after(many.remove);
  const blocks = (names) => names.filter((name) => /^search\/(?:l-|p-\d+-)/.test(name)).sort().join(' ').replaceAll('search/', '');
  const problems = [];
  const fetched = {};
  let few = 0;
  const queries = ['belt ', 'belt label ', 'belt rare17 ', 'belt label rare17 night', '"belt label" rare8 ', '"the belt"', 'rare5 -belt ', 'rare0 -"belt label"', 'belt-label rare40',
    'lable harbour', 'belt label rare1 rare2 ', 'courier the b', 'rare17 night shift alarm ', 'rare8 night alarm harbour kind:win ', 'rare8 route ledgre harbour ', 'rare8 night alarm harbour belt -depot '];
  await inLanes(queries, 2, async (query) => {
    const { search, asked } = engine(many.folder);
    const found = await search(query, { limit: 10, deep: Infinity });
    fetched[query] = blocks(asked);
    const ours = [found.total ? ['exact', 'spelling', 'some'][found.tier] : 'none', found.total];
    for (const { number, score } of found.hits) ours.push(`${(await search.text(number)).url} ${found.total === 1 ? '' : score}`);
    const others = [...await search.most(found)].map(found.hit);
    for (const { number, score, lacks } of others) ours.push(`${(await search.text(number)).url} ${score} without ${lacks.join(' ')}`);
    few += others.length;
    // The program ends with 1 where it finds nothing.
    const told = await run(program(), ['search', '--site', join(many.folder, '../site'), '--json', '--limit', '10', '--', query]).catch((error) => error);
    const { tier, total, hits, partial } = JSON.parse(told.stdout);
    const theirs = [tier, total, ...hits.map(({ url, score }) => `${url} ${total === 1 ? '' : score}`), ...partial.map(({ url, score, lacks }) => `${url} ${score} without ${lacks.join(' ')}`)];
    if (theirs.join() !== ours.join()) problems.push(`${query}: ${ours.join(', ')}\n  instead of ${theirs.join(', ')}`);
  });
  expectNone(problems, 'queries that are answered differently');
  assert.ok(few > 4, 'some notes have most of the words of a query');
  assert.equal(fetched['belt '], 'l-belt-0 l-belt-1');
  // All but a few notes hold both, so that where another is asked for neither has to be there: only titles count.
  assert.equal(fetched['belt rare17 '], 'l-belt');
  // Nor for those that have most of the others.
  assert.equal(fetched['rare8 night alarm harbour belt -depot '], 'l-belt');
});

test('of a long list only the blocks are fetched in which an answer may be', async () => {
  const bits = () => {
    let text = '';
    const put = (value, count) => { if (count) text += value.toString(2).padStart(count, '0'); };
    const gamma = (value) => put(value, 2 * Math.floor(Math.log2(value)) + 1);
    const numbers = (list, space, after) => {
      const k = Math.max(0, Math.floor(Math.log2(Math.max(1, Math.floor((11 * space) / (16 * list.length))))));
      list.forEach((number, at) => {
        const gap = number - (at ? list[at - 1] : -1) - 1;
        text += `${'1'.repeat(gap >> k)}0`;
        put(gap & ((1 << k) - 1), k);
        after?.(number);
      });
    };
    const done = () => text.match(/.{1,6}/g).map((six) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'[parseInt(six.padEnd(6, '0'), 2)]).join('');
    return { put, gamma, numbers, done };
  };
  // 30,000 notes; `wide` is in every third, in the title (class 3, level 2) of every 300th, and `rare` in two of these.
  // Of four other words one of those has all, the other three; two more notes have three or two.
  const notes = 30000, space = 32768, rare = [600, 20001], others = { ash: [600, 20001, 29000], birch: [600, 20001, 29000], cedar: [600, 20001], doum: [600, 29000] };
  const wide = Array.from({ length: notes / 3 }, (_, at) => at * 3);
  const values = { search: { notes, space, pairs: 0, words: 'A', near: 'A', ends: 'A', years: [[2023, 0], [2024, 20000]], kinds: {}, facets: [], recent: [] }, 'search/p-0': [0, 0, ''], 'search/d-': '', 'search/r-': '' };
  const shard = bits();
  for (const list of [...Object.values(others), rare]) {
    shard.gamma(list.length);
    shard.numbers(list, space, () => shard.put(0, 1));
  }
  shard.gamma(wide.length);
  values['search/w-'] = ['Aash Abirch Acedar Adoum Arare Awide', shard.done()];
  const titled = (number) => number % 300 === 0;
  for (let block = 0; block * 8192 < notes; block += 1) {
    const inside = wide.filter((number) => number >> 13 === block), one = bits();
    const places = [...inside.keys()].filter((at) => titled(inside[at]));
    one.gamma(inside.length);
    one.numbers(inside.map((number) => number % 8192), 8192);
    one.gamma(places.length + 1);
    one.numbers(places, inside.length, () => one.put(14, 4));
    values[`search/l-wide-${block}`] = one.done();
  }
  const asked = async (query, lost = []) => {
    const names = [];
    const search = engineOf(new Proxy(values, {
      has: (all, name) => name in all && !lost.includes(name),
      get: (all, name) => { names.push(name); return all[name]; },
    }));
    const { keys, missing, total } = await search(query, { limit: 0 });
    const found = [...keys].map((key) => key % 0x100000);
    return [found.length > 3 ? total : found, names.filter((name) => name.includes('/l-')).sort().map((name) => name.slice(7)), missing];
  };
  // A note whose title has the word comes first.
  assert.deepEqual(await asked('wide rare '), [[600, 20001], ['l-wide-0', 'l-wide-2'], false]);
  assert.deepEqual(await asked('rare '), [[20001, 600], [], false]);
  assert.deepEqual(await asked('wide '), [10000, ['l-wide-0', 'l-wide-1', 'l-wide-2', 'l-wide-3'], false]);
  assert.deepEqual(await asked('rare -wide '), [[], ['l-wide-0', 'l-wide-1', 'l-wide-2', 'l-wide-3'], false]);
  // Those with most of the words: more of a list is fetched only where they are, and what it holds counts for them.
  const trees = engineOf(new Proxy(values, { get: (all, name) => { if (/l-/.test(name)) blocks.push(name.slice(7)); return all[name]; } })), blocks = [];
  const { keys, others: most, hit } = await trees('ash birch cedar doum wide ', { limit: 0 });
  assert.deepEqual([[...keys].map((key) => key % 0x100000), blocks.sort()], [[600], ['l-wide-0', 'l-wide-2', 'l-wide-3']]);
  assert.deepEqual([...most].map(hit).map(({ number, lacks }) => [number, [...lacks]]), [[20001, ['doum']], [29000, ['cedar', 'wide']]]);
  assert.deepEqual(await asked('wide rare ', ['search/l-wide-2']), [[600], ['l-wide-0'], true]);
  // Two at the same time, of which the first waits for a block: the second is told the whole all the same.
  let go;
  const late = new Promise((resolve) => { go = resolve; });
  const search = engineOf(values, async (name) => { if (name === 'search/l-wide-2') await late; });
  const whole = search('wide ', { limit: 0 });
  await new Promise((resolve) => { setTimeout(resolve, 20); });
  const narrow = search('wide year:2024 ', { limit: 0 });
  const both = search('wide rare ', { limit: 0 });
  setTimeout(go, 20);
  assert.deepEqual([(await whole).total, (await narrow).total, (await both).total], [10000, 3333, 2]);
});

/** The finaliser in whole numbers of any size, which is what the engine's `Math.imul` has to equal. */
function finished(start) {
  let h = BigInt(start);
  h ^= h >> 16n;
  h = (h * 0x85ebca6bn) & 0xffffffffn;
  h ^= h >> 13n;
  h = (h * 0xc2b2ae35n) & 0xffffffffn;
  return (h ^ (h >> 16n)).toString(16);
}

test('a swap of neighbours is one edit, and the first letter counts as any', () => {
  const { edits } = engineOf({}).inside;
  const away = (one, other) => edits([...one], [...other], 2, false).whole;
  assert.deepEqual([['gatewya', 'gateway'], ['ateway', 'gateway'], ['hateway', 'gateway'], ['recieve', 'receive'], ['ab', 'ba']].map(([a, b]) => away(a, b)), [1, 1, 1, 1, 1]);
  assert.equal(away('deploiment', 'deploymnet'), 2);
  assert.deepEqual({ ...edits([...'gatwe'], [...'gateways'], 1, true) }, { whole: 4, beginning: 1 });
});

test('each sort of item in a query is read', () => {
  const { parse } = engineOf({});
  const shown = (text) => {
    const { terms, not, filters } = parse(text);
    return [
      ...terms.map(({ word, open, phrase }) => word + (phrase ? `@${phrase - 1}` : '') + (open ? '*' : '')),
      ...not.map((words) => `-${words.map(({ word }) => word).join('+')}`),
      ...filters.map(({ name, value, not }) => `${not ? '!' : ''}${name}=${value}`),
    ].join(' ');
  };
  assert.equal(shown('belt cal'), 'belt cal*');
  assert.equal(shown('belt cal '), 'belt cal');
  assert.equal(shown('"row count" belt'), 'row@0 count@0 belt*');
  assert.equal(shown('belt -noise -"on call" Kind:review team:"Data platform" -year:2024..'), 'belt -noise -on+call kind=review team=Data platform !year=2024..');
  assert.equal(shown('a"b'), 'a b@0');
  for (const nothing of ['', '-', '"', 'kind:', '(.*)+[', '::', '- -', '\u202e']) assert.equal(shown(nothing), '', nothing);
  assert.equal(parse('word '.repeat(2000)).terms.length, 16);
});

test('the golden file is answered as the build answers it: tier, number, order and scores', async (t) => {
  const copy = buildWithoutGit();
  t.after(copy.remove);
  const { search } = engine(copy.folder);
  const golden = readFileSync(join(repository, 'tests/golden/search.txt'), 'utf8').split(/^> /m).slice(1);
  const problems = [];
  for (const wanted of golden) {
    const [query, ...known] = wanted.replace(/\n$/, '').split('\n');
    const found = await search(query, { limit: 1000, deep: Infinity });
    // Where nothing is found it does not matter how.
    const lines = [found.total === 0 ? known[0].replace(/ .*/, ' 0') : `${['exact', 'spelling', 'some'][found.tier]} ${found.total}`];
    for (const { number, score } of found.hits.slice(0, 10)) {
      // Of one note alone the browser does not ask how its words stand to each other.
      const told = found.total === 1 ? Number(known[1]?.trim().split(' ')[0]) : score;
      lines.push(`${String(told).padStart(7)} ${(await search.text(number)).url}`);
    }
    for (const { number, score } of [...await search.most(found)].map(found.hit)) lines.push(`${`+${score}`.padStart(7)} ${(await search.text(number)).url}`);
    const at = known.findIndex((line, n) => line !== lines[n]);
    if (at >= 0 || known.length !== lines.length) problems.push(`${query}: ${lines[at]} instead of ${known[at]}`);
  }
  t.diagnostic(`${golden.length} queries`);
  expectNone(problems, 'queries that are answered differently');
});

test('no query hangs or fails, and none takes long', async (t) => {
  const { search } = engine(site.folder);
  const hostile = ['(.*)+[', '\\', '"'.repeat(5000), '-'.repeat(10000), 'x'.repeat(10000), 'ab '.repeat(3333), '\u202e\u202dtxt', '<script>alert(1)</script>',
    'a-'.repeat(5000), "'".repeat(9999), 'aB'.repeat(5000), 'kind:'.repeat(2000), '\ud800\udfff\udc00', 'é'.repeat(9999), '語'.repeat(9999), '\u0301'.repeat(9999)];
  let slowest = 0;
  for (const query of hostile) {
    const start = performance.now();
    const result = await search(query, { limit: 5 });
    slowest = Math.max(slowest, performance.now() - start);
    assert.ok(result.total >= 0, query.slice(0, 20));
  }
  t.diagnostic(`the slowest took ${slowest.toFixed(0)} ms, files included`);
  assert.ok(slowest < 5000);
  const start = performance.now();
  assert.equal(search.runs('x'.repeat(1_000_000)).length + search.runs('é'.repeat(1_000_000)).length + search.runs('a-'.repeat(500_000)).length, 3);
  t.diagnostic(`three words of a megabyte: ${(performance.now() - start).toFixed(0)} ms`);
});

test('what cannot be fetched is said, and the rest answers', async () => {
  let gone = false;
  const { search } = engine(site.folder, () => gone);
  const before = await search('belt', { limit: 5 });
  assert.equal(before.missing, false);
  gone = true;
  const again = await search('belt', { limit: 5 });
  assert.deepEqual([again.missing, [...again.keys]], [false, [...before.keys]]);
  const other = await search('belt "xylophone quartz"', { limit: 5 });
  assert.equal(other.missing, true);
  gone = false;
  assert.equal((await search('belt xylo', { limit: 5 })).missing, false, 'it is asked for again once it can be');
});

// --- In the browser ---

/** Opens a page, tells every error and violation, and closes it again. */
async function on(address, look, options = {}) {
  const { allow = null, ...looks } = options;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...looks });
  const errors = [];
  await context.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (e) => window.violations.push(`${e.violatedDirective} ${e.blockedURI}`));
  });
  const tab = await context.newPage();
  tab.on('console', (message) => { if (message.type() === 'error' && !allow?.test(message.text())) errors.push(message.text()); });
  tab.on('pageerror', (error) => errors.push(String(error)));
  tab.on('dialog', (box) => { errors.push(`a box opened: ${box.message()}`); box.dismiss(); });
  try {
    // The browser may let the first request past a route that is set after it opened the page: one before, and it is asked about all.
    await tab.route(/^about:no-such-page$/, (route) => route.abort());
    await tab.goto(address);
    await look(tab, context);
    if (!allow) expectNone([...errors, ...await tab.evaluate(() => window.violations)], 'errors and violations of the policy');
  } finally {
    await context.close();
  }
}
const dialogOf = (tab) => tab.getByRole('dialog', { name: 'Find a note' });
const field = (tab) => tab.getByRole('combobox');
const options = (tab) => tab.getByRole('option');

/** Opens the dialog by its key and types. */
async function ask(tab, query) {
  await tab.keyboard.press('/');
  await dialogOf(tab).waitFor();
  await tab.keyboard.type(query);
  await settled(tab, query);
}
/** Waits until the dialog shows what was asked: its link leads there, or there is nothing. */
async function settled(tab, query) {
  await tab.waitForFunction((query) => {
    const more = document.querySelector('.find-end a');
    const asked = () => new URLSearchParams(more.hash.slice(1)).get('q');
    // The dialog may still be on its way, and so may the answer to the last letter.
    if (document.querySelector('.find-list')?.getAttribute('aria-busy') !== 'false') return false;
    return document.querySelector('.find-nothing') || (more && !more.hidden && asked()?.trim() === query.trim());
  }, query);
}
/** Lets each such file come only so many milliseconds after it is asked for. */
const late = (tab, files, ms) => tab.route(files, async (route) => {
  await new Promise((done) => { setTimeout(done, ms); });
  await route.continue().catch(() => { /* The page it was for is gone. */ });
});
const selected = (tab) => field(tab).evaluate((input) => document.getElementById(input.getAttribute('aria-activedescendant'))?.textContent ?? '');

for (const { name, base } of waysIn(site, server)) {
  test(`the keyboard alone finds a note, and Escape gives the focus back, ${name}`, () => on(base + note, async (tab) => {
    const pill = tab.locator('.tools [data-search]');
    await pill.focus();
    await tab.keyboard.press('Enter');
    await dialogOf(tab).waitFor();
    assert.ok(await field(tab).evaluate((input) => input === document.activeElement));
    await tab.keyboard.type('labels dawn');
    await settled(tab, 'labels dawn');
    assert.match(await selected(tab), /Labels at dawn/);
    const count = await options(tab).count();
    assert.ok(count > 3, `${count} options`);
    const first = await field(tab).getAttribute('aria-activedescendant');
    await tab.keyboard.press('ArrowUp');
    const last = await field(tab).getAttribute('aria-activedescendant');
    assert.notEqual(last, first);
    await tab.keyboard.press('Home');
    assert.equal(await field(tab).getAttribute('aria-activedescendant'), first);
    await tab.keyboard.press('End');
    assert.equal(await field(tab).getAttribute('aria-activedescendant'), last);
    await tab.keyboard.press('ArrowDown');
    assert.equal(await field(tab).getAttribute('aria-activedescendant'), first);
    await tab.keyboard.press('Escape');
    await dialogOf(tab).waitFor({ state: 'hidden' });
    assert.ok(await pill.evaluate((a) => a === document.activeElement), 'the focus is where it was');
    // What was typed is still there, and written over.
    await tab.keyboard.press('Control+k');
    await dialogOf(tab).waitFor();
    await tab.keyboard.type('causeway');
    await settled(tab, 'causeway');
    await tab.keyboard.press('Enter');
    await tab.waitForURL(/causeway/);
    assert.match(await tab.locator('h1').textContent(), /causeway/i);
  }));

  test(`words stay marked on the page one came to, and can be cleared, ${name}`, () => on(base + note, async (tab) => {
    await ask(tab, 'courier addres');
    await tab.keyboard.press('Enter');
    await tab.waitForURL((url) => !url.href.includes(note));
    const bar = tab.getByRole('group', { name: 'Words you looked for' });
    await bar.waitFor();
    const marks = tab.locator('mark.found-mark');
    assert.ok(await marks.count() > 1);
    for (const text of await marks.allTextContents()) assert.match(text, /courier|address/i);
    assert.equal(new URL(tab.url()).search + new URL(tab.url()).hash, '', 'the address is as it was');
    const text = await tab.locator('main .prose').first().textContent();
    await bar.getByRole('button', { name: 'Clear the marks' }).click();
    assert.equal(await marks.count(), 0);
    assert.equal(await bar.count(), 0);
    assert.equal(await tab.locator('main .prose').first().textContent(), text);
  }));

  test(`the page for it says in its address what was asked, ${name}`, () => on(`${base}search.html?q=labels&kind=review`, async (tab) => {
    const titles = tab.locator('.found .card-title a');
    await titles.first().waitFor();
    assert.match((await titles.allTextContents()).join(), /Labels at dawn/);
    assert.ok(await tab.locator('.found input[name="kind"][value="review"]').isChecked());
    assert.equal(await tab.locator('[data-find-lists]').isVisible(), false);
    await tab.locator('[data-find]').fill('belt');
    await tab.locator('[data-found-count]', { hasText: '“belt”' }).waitFor();
    const reviews = await tab.locator('[data-found-count]').textContent();
    await tab.locator('.found input[name="kind"][value="review"]').click();
    // All of it is drawn anew, with other teams first.
    await tab.waitForFunction((reviews) => document.querySelector('[data-found-count]').textContent !== reviews, reviews);
    assert.equal(await tab.locator('.found input:checked').count(), 0);
    const said = () => new URLSearchParams(new URL(tab.url()).hash.slice(1));
    assert.equal(String(said()), 'q=belt');
    if (name !== 'from file://') assert.equal(new URL(tab.url()).search, '', 'what an old link asked is behind the # now');
    assert.deepEqual(await tab.locator('.found legend').allTextContents(), ['Kind', 'Team', 'Topic', 'System', 'Year']);
    const first = tab.locator('.found input[name="team"]').first();
    const label = await first.inputValue();
    // In one step: the page may be drawn anew between two.
    await first.press('Space');
    await tab.waitForFunction((value) => document.querySelector(`.found input[name="team"][value="${value}"]:checked`) === document.activeElement, label);
    assert.equal(said().get('team'), label);
    // An address that is pasted into the page is read as well.
    await tab.evaluate(() => { location.hash = '#q=causeway'; });
    await tab.locator('[data-found-count]', { hasText: '“causeway”' }).waitFor();
    assert.equal(await tab.locator('.found input:checked').count(), 0);
    await tab.evaluate((team) => { location.hash = `#q=belt&team=${team}`; }, encodeURIComponent(label));
    await tab.locator('.found input:checked').waitFor();
    await tab.locator('[data-find]').fill('');
    await tab.getByRole('button', { name: 'Without these filters' }).click();
    await tab.locator('[data-find-lists]').waitFor();
  }));
}

test('Back from a note finds the page as it was left, and no dialog', async () => {
  await on(`${server.origin}/search.html`, async (tab) => {
    const titles = tab.locator('.found .card-title a');
    const left = () => tab.evaluate(() => [
      document.querySelector('[data-find]').value, [...document.querySelectorAll('.found input:checked')].map((input) => `${input.name}:${input.value}`).join(),
      document.querySelector('[data-found-count]').textContent, [...document.querySelectorAll('.found .card-title')].map((title) => title.textContent).join('\n'), location.hash,
    ]);
    /** Opens the last note that is shown, and comes back once as many are there again. */
    const thereAndBack = async () => {
      const before = await left();
      const count = await titles.count();
      await titles.last().click();
      await tab.waitForURL((url) => !url.href.includes('search.html'));
      await tab.goBack();
      await titles.nth(Math.min(count, 20) - 1).waitFor();
      await tab.waitForLoadState('networkidle');
      assert.deepEqual(await left(), before);
      return count;
    };
    await tab.locator('[data-find]').fill('the label');
    await tab.locator('[data-found-count]', { hasText: '“the label”' }).waitFor();
    await tab.locator('.found input[name="kind"][value="guide"]').click();
    await tab.locator('.found input[name="kind"]:checked').waitFor();
    await tab.waitForFunction(() => document.querySelectorAll('.found .card-title').length < 20);
    assert.ok(await thereAndBack() > 2);
    // All that was shown, also beyond the first notes; for other words there are the first again.
    await tab.locator('[data-find]').fill('the');
    await tab.getByRole('button', { name: 'Without these filters' }).click();
    await tab.getByRole('button', { name: /^Show more/ }).click();
    await titles.nth(39).waitFor();
    assert.equal(await thereAndBack(), 40);
    await tab.locator('[data-find]').fill('the a');
    await tab.locator('[data-found-count]', { hasText: '“the a”' }).waitFor();
    assert.equal(await thereAndBack(), 20);
  });
  await on(`${server.origin}/${note}`, async (tab) => {
    await ask(tab, 'causeway');
    await tab.keyboard.press('Enter');
    await tab.waitForURL(/causeway/);
    await tab.goBack();
    await tab.waitForURL((url) => url.href.endsWith(note));
    await tab.waitForLoadState('networkidle');
    assert.equal(await dialogOf(tab).count(), 0);
    assert.equal(await tab.locator('.found-mark').count(), 0);
  });
});

test('Enter waits for the answer to what stands in the field', () => on(`${server.origin}/${note}`, async (tab) => {
  await ask(tab, 'on-call');
  await late(tab, '**/data/search/**', 400);
  await tab.keyboard.press('Control+a');
  await tab.keyboard.type('causeway');
  await tab.keyboard.press('Enter');
  await tab.waitForURL(/causeway/);
}));

test('Enter waits from cold, and is called off by another letter', () => on(`${server.origin}/${note}`, async (tab) => {
  await late(tab, '**/data/search**', 400);
  await tab.keyboard.press('/');
  await dialogOf(tab).waitFor();
  await tab.keyboard.type('causew');
  await tab.keyboard.press('Enter');
  await tab.keyboard.type('ay');
  await settled(tab, 'causeway');
  assert.ok(tab.url().endsWith(note));
  await tab.keyboard.press('Control+a');
  await tab.keyboard.type('anonymous');
  await tab.keyboard.press('Enter');
  await tab.waitForURL((url) => !url.href.includes(note));
  assert.match(await tab.locator('main').textContent(), /anonym/i);
}));

test('what is typed while the script is on its way is not lost', async () => {
  for (const [keys, wanted] of [['anonymous', 'anonymous'], ['anonymouz\bs', 'anonymous']]) await on(`${server.origin}/${note}`, async (tab) => {
    await late(tab, '**/assets/find.*', 300);
    await tab.keyboard.press('/');
    for (const key of keys) {
      await tab.keyboard.press(key === '\b' ? 'Backspace' : key);
      await tab.evaluate(() => new Promise((done) => { setTimeout(done, 60); }));
    }
    await settled(tab, wanted);
    assert.equal(await field(tab).inputValue(), wanted);
  });
  await on(`${server.origin}/${note}`, async (tab) => {
    await late(tab, '**/assets/find.*', 300);
    await tab.keyboard.press('/');
    await tab.keyboard.type('causeway');
    await tab.keyboard.press('Enter');
    await tab.waitForURL(/causeway/);
  });
  await on(`${server.origin}/${note}`, async (tab) => {
    await late(tab, '**/assets/find.*', 300);
    await tab.keyboard.press('/');
    await tab.keyboard.type('causeway');
    await tab.keyboard.press('Escape');
    await tab.waitForFunction(() => candor.find);
    await tab.waitForLoadState('networkidle');
    assert.equal(await dialogOf(tab).count(), 0);
  });
});

test('what is typed while the words are on their way draws the frame once', async () => {
  await on(`${server.origin}/${note}`, async (tab) => {
    await late(tab, '**/data/find.js', 500);
    await tab.keyboard.press('/');
    await field(tab).waitFor();
    for (const key of 'causeway') await tab.keyboard.press(key);
    await settled(tab, 'causeway');
    const drawn = await dialogOf(tab).evaluate((dialog) => [dialog.querySelectorAll('.find-close svg').length, dialog.querySelectorAll('.find-key').length, dialog.querySelectorAll('.find-end').length]);
    assert.deepEqual(drawn, [1, 3, 1]);
  });
});

test('Escape clears the marks, where nobody writes and nothing else is closed by it', () => on(`${server.origin}/${note}#&mark=label`, async (tab) => {
  const bar = tab.locator('.found-bar');
  const marks = tab.locator('.found-mark');
  await bar.waitFor();
  const count = await marks.count();
  assert.equal(await bar.getByRole('button').getAttribute('aria-keyshortcuts'), 'Escape');
  // Each of these takes one Escape for itself.
  await tab.keyboard.press('/');
  await dialogOf(tab).waitFor();
  await tab.keyboard.press('Escape');
  await dialogOf(tab).waitFor({ state: 'hidden' });
  assert.equal(await marks.count(), count, 'the dialog was closed');
  for (const closed of ['.menu', '.toc-bar']) {
    await tab.evaluate((closed) => { document.querySelector(closed).open = true; }, closed);
    await tab.keyboard.press('Escape');
    assert.equal(await tab.evaluate((closed) => document.querySelector(closed).open, closed), false);
    assert.equal(await marks.count(), count, `${closed} was closed`);
  }
  const link = tab.locator('main .prose a[href$=".html"]').first();
  await link.hover();
  await tab.locator('.peek').waitFor();
  await tab.keyboard.press('Escape');
  assert.deepEqual([await tab.locator('.peek').count(), await marks.count()], [0, count], 'the preview was put away');
  await tab.mouse.move(0, 0);
  // Nor is it theirs who write, or who were first.
  await tab.evaluate(() => {
    const field = document.createElement('input');
    document.querySelector('main').append(field);
    field.focus();
  });
  await tab.keyboard.press('Escape');
  await tab.evaluate(() => {
    document.activeElement.remove();
    document.addEventListener('keydown', (e) => e.preventDefault(), { once: true });
  });
  await tab.keyboard.press('Escape');
  assert.equal(await marks.count(), count);
  // From where one reads one does not move; from the bar one comes back to the text.
  await link.focus();
  await tab.locator('.peek').waitFor();
  await tab.keyboard.press('Escape');
  await tab.keyboard.press('Escape');
  assert.deepEqual([await bar.count(), await marks.count()], [0, 0]);
  assert.ok(await link.evaluate((a) => a === document.activeElement));
  await tab.getByRole('status').filter({ hasText: 'The marks are cleared.' }).waitFor({ state: 'attached' });
  await tab.evaluate(() => { location.hash = '#&mark=label'; });
  await bar.getByRole('button').focus();
  await tab.keyboard.press('Escape');
  assert.equal(await bar.count(), 0);
  assert.ok(await tab.locator('main').evaluate((main) => main === document.activeElement));
}));

test('no server hears a word of what is looked for, nor of the marks', async () => {
  const own = await serve(site.folder);
  after(() => own.close());
  const heard = [];
  await on(`${own.origin}/${note}`, async (tab, context) => {
    context.on('request', (request) => heard.push(JSON.stringify(request.headers())));
    await ask(tab, 'torch voic');
    await tab.keyboard.press('Enter');
    await tab.locator('.found-bar').waitFor();
    // The same words in a new tab, and all of them on one page.
    await ask(tab, 'torch voic');
    const [fresh] = await Promise.all([context.waitForEvent('page'), tab.keyboard.press('Control+Enter')]);
    await fresh.locator('.found-bar').waitFor();
    await tab.locator('.find-end a').click();
    await tab.locator('.found .card-title').first().waitFor();
    assert.match(tab.url(), /#q=torch/);
    await tab.locator('.found .card-title a').first().click();
    await tab.locator('.found-bar').waitFor();
  });
  const asked = own.asked.filter((url) => !site.pages.includes(url.slice(1)));
  assert.ok(asked.length > 5);
  for (const url of [...asked, ...heard]) assert.doesNotMatch(decodeURIComponent(url), /torch|voic/);
  assert.deepEqual(own.asked.filter((url) => url.includes('?')), []);
});

test('words of little meaning are not marked where others are asked for', () => on(`${server.origin}/${note}`, async (tab) => {
  await ask(tab, 'what to do with the labels and the belt');
  assert.equal(await tab.locator('.find-list mark').filter({ hasText: /^(what|to|do|with|the|and)$/i }).count(), 0);
  for (const href of await options(tab).evaluateAll((all) => all.map((one) => one.href))) assert.doesNotMatch(decodeURIComponent(href.split('&mark=')[1] ?? ''), /(^| )(what|to|do|with|the|and)( |$)/);
  await field(tab).fill('to the');
  await settled(tab, 'to the');
  assert.ok(await tab.locator('.find-list mark').filter({ hasText: /^(to|the)$/i }).count(), 'nothing else was asked for');
  // A sentence in an address that somebody kept.
  await tab.goto(`${server.origin}/index.html`);
  await tab.goto(`${server.origin}/${note}#&mark=what%20to%20do%20with%20the%20labels`);
  await tab.locator('.found-bar').waitFor();
  for (const text of await tab.locator('.found-mark').allTextContents()) assert.match(text, /^labels?$/i);
}));

test('another search on the page one is on marks its words, and no others', () => on(`${server.origin}/${note}`, async (tab) => {
  await ask(tab, 'labels dawn');
  await tab.keyboard.press('Enter');
  await tab.locator('.found-mark', { hasText: /dawn/i }).first().waitFor();
  await ask(tab, 'labels belt');
  const same = await options(tab).evaluateAll((all, note) => all.findIndex((one) => one.href.includes(note)), note);
  await options(tab).nth(same).click();
  await tab.locator('.found-mark', { hasText: /belt/i }).first().waitFor();
  assert.equal(await tab.locator('.found-mark', { hasText: /dawn/i }).count(), 0);
  assert.equal(await tab.locator('.found-bar').count(), 1);
  // The first of them is come to.
  await tab.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await ask(tab, 'labels dawn');
  await options(tab).first().click();
  await tab.locator('.found-mark', { hasText: /dawn/i }).first().waitFor();
  const { y } = await tab.locator('.found-mark').first().boundingBox();
  assert.ok(y > 0 && y < 900, `the first mark is at ${y}`);
}));

test('Tab goes to the kinds, which are one stop with arrows inside, and to Close last', () => on(`${server.origin}/${note}`, async (tab) => {
  await ask(tab, 'belt');
  await tab.locator('.find-many').first().waitFor();
  const now = () => tab.evaluate(() => document.activeElement.dataset.kind ?? (document.activeElement.getAttribute('aria-label') || document.activeElement.textContent));
  await tab.keyboard.press('Tab');
  assert.equal(await now(), '');
  assert.equal(await tab.getByRole('radio', { checked: true }).textContent(), 'All');
  await tab.keyboard.press('ArrowRight');
  const kind = await now();
  assert.ok(kind);
  assert.equal(await tab.getByRole('radio', { checked: true }).getAttribute('data-kind'), kind);
  await tab.waitForFunction((kind) => document.querySelector('.find-end a').hash.includes(`&kind=${kind}`), kind);
  assert.equal(await now(), kind, 'the focus stays when the row is drawn anew');
  await tab.keyboard.press('Tab');
  assert.equal(await now(), 'See all');
  await tab.keyboard.press('Tab');
  assert.equal(await now(), 'Close');
  // The next search is not narrowed by the last one.
  await tab.keyboard.press('Enter');
  await tab.keyboard.press('/');
  await settled(tab, 'belt');
  assert.equal(await tab.getByRole('radio', { checked: true }).textContent(), 'All');
  assert.doesNotMatch(await tab.locator('.find-end a').getAttribute('href'), /kind=/);
}));

test('words like those asked for are words that the notes have', () => on(`${server.origin}/${note}`, async (tab) => {
  await ask(tab, 'dawn lables');
  const like = async () => (await tab.locator('.find-like').allTextContents()).map((word) => word.toLowerCase());
  assert.ok((await like()).length > 0);
  const all = site.pages.map((page) => source(site, page)).join('\n');
  for (const word of await like()) assert.match(all, new RegExp(`\\b${word}\\b`, 'i'));
  assert.ok((await like()).includes('labels') && !(await like()).includes('labelsatdawn'));
  await field(tab).fill('lables pritner');
  await tab.locator('.find-remark', { hasText: 'These words are in no note: lables, pritner.' }).waitFor();
}));

test('a stretch that is shown has the word that the title has not', async () => {
  const printers = 'The printer stands by the door, and the printer hums. '.repeat(8);
  const own = buildFrom({
    'content/manual.md': `---\ntitle: The printer and its manual\nsummary: How the printer is fed.\n---\n\n${printers}\n\nEach label is a row.\n\n## Paper\n\n${printers}\n\n## Rows\n\n${printers}\n\nA label is cut.\n`,
  });
  after(() => own.remove());
  const { search } = engine(own.folder);
  const result = await search('label printer', { limit: 1 });
  const { line, sections } = search.excerpt(result, await search.text(result.hits[0].number), 110);
  const marked = (pieces) => pieces.filter(([, mark]) => mark).map(([text]) => text);
  assert.ok(marked(line).includes('label'), JSON.stringify(line));
  assert.deepEqual(Array.from(sections, ({ anchor }) => anchor), ['rows']);
  assert.ok(marked(sections[0].text).includes('label'));
});

test('a space after the last word says that it is whole', () => on(`${server.origin}/${note}`, async (tab) => {
  const total = async (query) => {
    await field(tab).fill(query);
    await tab.waitForFunction((query) => new URLSearchParams(document.querySelector('.find-end a').hash.slice(1)).get('q') === query && document.querySelector('.find-list').ariaBusy === 'false', query);
    return parseInt(await tab.locator('.find-end .find-count').textContent(), 10);
  };
  await ask(tab, 'la');
  const open = await total('lab');
  assert.ok(await total('lab ') < open || await tab.locator('.find-remark').count() > 0, `there are ${open} with words that begin so`);
}));

test('a long query is cut with a sign of it', () => on(`${server.origin}/search.html#q=${encodeURIComponent(`belt ${'label '.repeat(30)}`)}`, async (tab) => {
  await tab.locator('[data-found-count]', { hasText: '…”' }).waitFor();
}));

test('the row of kinds fades where it goes on, and a low window has room for notes', async () => {
  await on(`${server.origin}/${note}`, async (tab) => {
    await ask(tab, 'belt');
    await tab.locator('.find-many').first().waitFor();
    const kinds = tab.locator('.find-kinds');
    assert.match(await kinds.getAttribute('class'), /find-on/);
    assert.doesNotMatch(await kinds.getAttribute('class'), /find-from/);
    await kinds.evaluate((row) => { row.scrollLeft = row.scrollWidth; });
    await tab.locator('.find-kinds.find-from:not(.find-on)').waitFor();
  }, { viewport: { width: 360, height: 800 } });
  await on(`${server.origin}/${note}`, async (tab) => {
    await ask(tab, 'belt');
    for (let i = 0; i < 3; i += 1) await tab.keyboard.press('ArrowDown');
    const seen = await tab.evaluate(() => {
      const head = document.querySelector('.find-head').getBoundingClientRect();
      const row = document.querySelector('.find-option[aria-selected="true"]').getBoundingClientRect();
      return { room: innerHeight - head.bottom, whole: row.top >= head.bottom - 1 && row.bottom <= innerHeight };
    });
    assert.ok(seen.room > 150 && seen.whole, JSON.stringify(seen));
  }, { viewport: { width: 320, height: 256 } });
});

test('a row of letters without spaces is one mark, in the dialog and on the page, and can be cleared', async () => {
  const host = await hosted({
    'content/a.md': '---\ntitle: 障害対応の手順\n---\n\nサーバーが止まったら、障害対応を始める。\n',
    'content/b.md': '---\ntitle: 東京都の倉庫\n---\n\n東京都から京都へ送る。再起動を起動する。\n',
  });
  await on(`${host.origin}/index.html`, async (tab) => {
    const marked = () => tab.locator('.find-list mark').allTextContents();
    await ask(tab, '障害対応');
    assert.deepEqual([...new Set(await marked())], ['障害対応']);
    await field(tab).fill('サーバー');
    await settled(tab, 'サーバー');
    assert.deepEqual([...new Set(await marked())], ['サーバー']);
    await field(tab).fill('東京 京都');
    await settled(tab, '東京 京都');
    await tab.keyboard.press('Enter');
    await tab.locator('.found-bar').waitFor();
    const there = () => tab.locator('main .prose .found-mark').allTextContents();
    assert.deepEqual(await there(), ['東京都', '京都']);
    await tab.getByRole('button', { name: 'Clear the marks' }).click();
    assert.equal(await tab.locator('.found-mark').count(), 0);
    await tab.goto('about:blank');
    await tab.goto(`${host.origin}/b.html#&mark=${encodeURIComponent('再起 起動')}`);
    await tab.locator('.found-bar').waitFor();
    assert.deepEqual(await there(), ['再起動', '起動']);
  });
});

test('of a longer name the parts that were asked for are marked on the page', async () => {
  const host = await hosted({ 'content/a.md': '---\ntitle: Gate\n---\n\nThe gate is v2.4.1 now, as billing-gateway-api says; 1.4.2 was before.\n' });
  await on(`${host.origin}/a.html#&mark=2.4%20gateway-api`, async (tab) => {
    await tab.locator('.found-bar', { hasText: 'Marked here: 2.4, gateway-api' }).waitFor();
    assert.deepEqual(await tab.locator('main .prose .found-mark').allTextContents(), ['2.4', 'gateway-api']);
  });
});

test('the bar shows words as the page writes them', async () => {
  const host = await hosted({ 'content/a.md': '---\ntitle: Alte Häuser\n---\n\nAm CAFÉ stehen Häuser und ein Café.\n' });
  await on(`${host.origin}/a.html#&mark=hauser%20cafe`, async (tab) => {
    await tab.locator('.found-bar', { hasText: 'Marked here: Häuser, CAFÉ' }).waitFor();
  });
});

test('of an address only the part that was asked for is marked', async () => {
  const own = buildFrom({ 'content/a.md': '---\ntitle: Tools\n---\n\nSee slack.com/intl/en-au/help for more.\n' });
  after(() => own.remove());
  const { search } = engine(own.folder);
  const marked = async (query) => {
    const result = await search(query, { limit: 1 });
    const { line } = search.excerpt(result, await search.text(result.hits[0].number), 110);
    return Array.from(line).filter(([, mark]) => mark).map(([text]) => text);
  };
  assert.deepEqual(await marked('slack'), ['slack']);
  assert.deepEqual(await marked('slackco'), ['slack.com']);
  assert.deepEqual(await marked('slack.com/intl/en-au/help'), ['slack.com/intl/en-au/help']);
});

test('where the choice is to blame, the words are not said to be nowhere', async () => {
  const says = (hash, text, elsewhere) => on(`${server.origin}/search.html#${hash}`, async (tab) => {
    const nothing = tab.locator('.find-nothing');
    await nothing.filter({ hasText: text }).waitFor();
    assert.equal(await nothing.getByRole('button', { name: /^Look everywhere/ }).count(), elsewhere);
    assert.equal(await nothing.locator('.find-ask').count(), elsewhere || !/q=/.test(hash) ? 0 : 1);
    if (elsewhere) assert.doesNotMatch(await nothing.textContent(), /No note has/);
  });
  await says('q=label&year=2019', 'Nothing of what you chose has label.', 1);
  await says('q=label&kind=nope', 'Nothing of what you chose has label.', 1);
  await says('q=xylophonequartz&kind=review', 'No note has xylophonequartz.', 0);
  await says('kind=review&year=1999', 'Nothing is filed under year:1999.', 0);
  await says('q=year:20x+label', 'Nothing is filed under year:20x.', 1);
  await says('q=label+year:2019..2020', 'Nothing is filed under year:2019..2020.', 1);
  await says('q=causeway+kind:Lesson', /^Nothing of what you chose has causeway\.Look everywhere: 2 notes/, 1);
  await says('q=causeway+kind:lesson&year=2026', 'Nothing of what you chose has causeway.', 1);
  await says('q=-kind:review+team:payments+causeway', 'Nothing of what you chose has causeway.', 1);
  await says('q=kind:lesson+xylophonequartz', 'No note has kind:lesson xylophonequartz.', 0);
  // What stands in a phrase is no filter.
  await says('q="causeway kind:lesson"', 'No note has "causeway kind:lesson".', 0);
});

test('where a filter written in the query is to blame, it is asked for without it', async () => {
  await on(`${server.origin}/${note}`, async (tab) => {
    await ask(tab, 'causeway kind:lesson');
    const nothing = tab.locator('.find-nothing');
    assert.match(await nothing.textContent(), /^Nothing of what you chose has causeway\.Look everywhere: 2 notes/);
    assert.equal(await nothing.locator('.find-ask').count(), 0);
    await nothing.getByRole('button', { name: 'Look everywhere: 2 notes' }).click();
    await options(tab).first().waitFor();
    // A word that was followed by something is still whole.
    assert.equal(await field(tab).inputValue(), 'causeway ');
    assert.equal(await tab.locator('.find-option:not(.find-part)').count(), 2);
    assert.ok(await field(tab).evaluate((input) => input === document.activeElement), 'writing goes on in the field');
  });
  await on(`${server.origin}/search.html#q=kind%3Alesson%20team%3A%22Delivery%20apps%22%20-year%3A2026%20causeway`, async (tab) => {
    await tab.getByRole('button', { name: 'Look everywhere: 2 notes' }).click();
    await tab.locator('.card-title').nth(1).waitFor();
    assert.equal(await tab.locator('[data-find]').inputValue(), 'causeway');
  });
});

test('for a filter whose value no note has the nearest values are offered', async () => {
  const offers = (tab) => tab.locator('.find-row', { hasText: 'Similar words:' }).locator('.chip');
  await on(`${server.origin}/${note}`, async (tab) => {
    await ask(tab, 'team:payment invoice');
    await offers(tab).first().waitFor();
    assert.deepEqual(await offers(tab).allTextContents(), ['team:payments']);
    assert.match(await tab.locator('.find-nothing').textContent(), /^Nothing is filed under team:payment\.Similar words:team:paymentsLook everywhere: \d+ notes?/);
    await offers(tab).click();
    await options(tab).first().waitFor();
    assert.equal(await field(tab).inputValue(), 'team:payments invoice');
    for (const [query, offered, then] of [
      ['belt kind:reveiw', 'kind:review', 'belt kind:review '],
      ['system:"label prnter" belt', 'system:label-printer', 'system:label-printer belt'],
      ['team:Deliv', 'team:delivery-apps', 'team:delivery-apps '],
      ['kind:Reviewss', 'kind:review', 'kind:review '],
    ]) {
      await field(tab).fill(query);
      await offers(tab).filter({ hasText: offered }).first().click();
      await options(tab).first().waitFor();
      assert.equal(await field(tab).inputValue(), then, query);
    }
    for (const query of ['kind:xylophone', 'year:20x']) {
      await field(tab).fill(query);
      await tab.locator('.find-nothing', { hasText: query }).waitFor();
      await tab.locator('.find-row', { hasText: 'Topics:' }).waitFor();
      assert.equal(await offers(tab).count(), 0, query);
    }
  });
  // What was chosen in an address, too.
  await on(`${server.origin}/search.html#kind=reveiw`, async (tab) => {
    await offers(tab).click();
    await tab.locator('.card-title').first().waitFor();
    assert.equal(await tab.locator('[data-find]').inputValue(), 'kind:review ');
  });
});

test('where nothing is found, a name that is none of a filter is told', async () => {
  const says = async (tab, query) => {
    await field(tab).fill(query);
    await settled(tab, query);
    return (await tab.locator('.find-nothing > p', { hasText: 'is not a filter' }).allTextContents()).join();
  };
  await on(`${server.origin}/${note}`, async (tab) => {
    await ask(tab, 'tag:xylophonequartz');
    for (const [query, name] of [
      ['tag:xylophonequartz', 'tag:'], ['zzquux -Author:zzquux', 'Author:'], ['tag:"zzquux zzquux"', 'tag:'], ['kind:review Schlüssel:zzquux', 'Schlüssel:'],
      ['zzquux after:2024-05-01', 'after:'], ['author:zzquux tag:zzquux', 'author:'],
    ]) assert.equal(await says(tab, query), `${name} is not a filter. These are: kind: team: topic: system: year: `, query);
    for (const query of [
      'zzquux::zzfmt', 'https://zzquux.example/zz', 'C:/zzquux', 'C:\\zzquux', 'c:zzquux', 'zzquux 12:30', 'zzquux:8080', 'zzquux tag:', 'kind:zzquux', 'Topic:zzquux',
      '"zzquux tag:zzquux"', './zzquux:zz', 'zzquux@host:zz', '--tag:zzquux', '1tag:zzquux',
    ]) assert.equal(await says(tab, query), '', query);
    // As words of the notes, or with some of the words, it is found.
    for (const query of ['label:printer', 'author:zzquux label']) {
      assert.equal(await says(tab, query), '', query);
      assert.ok(await options(tab).count(), query);
    }
    // A filter or a choice is to blame.
    assert.equal(await says(tab, 'label:printer year:1999'), '');
  });
  await on(`${server.origin}/search.html#q=tag:zzquux&kind=review`, async (tab) => {
    await tab.locator('.find-nothing', { hasText: 'No note has tag:zzquux.tag: is not a filter. These are: kind:' }).waitFor();
    assert.equal(await tab.locator('.find-ask').count(), 1);
  });
});

test('a sign that turns the letters after it is left out of what is shown', async () => {
  const turning = /[\u202a-\u202e\u2066-\u2069]/;
  const served = await hosted({
    'content/a.md': '---\ntitle: "zzhostile\u202egnp.exe crocus"\nkind: win\ntopics: ["\u2067turned"]\nsummary: "zzhostile\u202egnp.exe in short"\n---\n\n## A \u202epart crocus\n\nIn the text \u2066crocus\u202e turned and\u202a on.\n',
  });
  for (const address of ['index.html', 'search.html#q=crocus']) await on(`${served.origin}/${address}`, async (tab) => {
    const place = address === 'index.html' ? '.find-dialog' : '[data-found]';
    if (address === 'index.html') await ask(tab, 'crocus');
    await tab.locator(place).getByText('zzhostilegnp.exe').first().waitFor();
    for (const query of ['zzhostile\u202egnp.exe', 'turned', '\u202exylophone kind:wni']) {
      await tab.locator(address === 'index.html' ? '.find-dialog input' : '[data-find]').fill(query);
      await tab.waitForTimeout(500);
      assert.doesNotMatch(await tab.locator(place).textContent(), turning, query);
      assert.doesNotMatch(await tab.title(), turning, query);
    }
  });
});

test('a year that is none, or of which no note is, is told like any other filter', async () => {
  const { search } = engine(site.folder);
  const unknown = async (query) => Array.from((await search(query, { limit: 1 })).unknown, ({ name, value }) => `${name}:${value}`);
  assert.deepEqual(await unknown('year:20x label'), ['year:20x']);
  assert.deepEqual(await unknown('year:2099'), ['year:2099']);
  assert.deepEqual(await unknown('year:2026 year:2020.. label'), []);
});

test('as many notes are said to be searched as the wiki says it has', () => on(`${server.origin}/index.html`, async (tab) => {
  const [notes] = /\d+ notes/.exec(await tab.locator('main').textContent());
  await tab.keyboard.press('/');
  await tab.getByPlaceholder(`Search ${notes}`).waitFor();
  await tab.locator('.find-dialog .find-count', { hasText: notes }).waitFor();
}));

test('what is left out is left out of what was chosen beside it', async () => {
  const count = async (address) => {
    let found = 0;
    await on(`${server.origin}/search.html#${address}`, async (tab) => {
      found = Number(/\d+/.exec(await tab.locator('[data-found-count]').filter({ hasText: /\d/ }).textContent())[0]);
    });
    return found;
  };
  const [without, written, all] = [await count('q=-label&kind=lesson'), await count('q=kind%3Alesson%20-label'), await count('q=kind%3Alesson')];
  assert.equal(without, written);
  assert.ok(without > 0 && without < all, `${without} of ${all}`);
});

test('below few notes with all of the words come those with most, told apart, in the dialog and on the page', async () => {
  const filler = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`content/z${n}.md`, `# Z${n}\n\nNothing of it.\n`]));
  const host = await hosted({
    ...filler,
    'content/all.md': '# All\n\nThe gantry, the motor and the sensor.\n',
    'content/two.md': '---\ntitle: The gantry motor\nkind: lesson\ntopics: [sensor]\n---\n\nIt hums.\n',
    'content/three.md': '---\ntitle: A motor\nkind: lesson\n---\n\nIt is in the gantry.\n',
  });
  await on(`${host.origin}/index.html`, async (tab) => {
    const status = tab.locator('.find-dialog [role="status"]');
    const groups = () => tab.locator('.find-list [role="group"]').evaluateAll((all) => all.map((group) => [document.getElementById(group.getAttribute('aria-labelledby')).textContent, ...[...group.querySelectorAll('.find-title')].map((title) => title.textContent)]));
    await ask(tab, 'gantry motor sensor hums ');
    // The topic counts as the others do.
    assert.deepEqual(await groups(), [['In the text', 'The gantry motor'], ['Most of the words', 'All']]);
    assert.deepEqual(await tab.locator('.find-lacks').allTextContents(), ['Without: hums']);
    // Who asks for two words wants both.
    await field(tab).fill('sensor hums ');
    await settled(tab, 'sensor hums ');
    assert.deepEqual(await groups(), [['In the text', 'The gantry motor']]);
    await field(tab).fill('gantry sensor motor humming ');
    await settled(tab, 'gantry sensor motor humming ');
    assert.deepEqual(await groups(), [['In the text', 'The gantry motor'], ['Most of the words', 'All']]);
    assert.deepEqual(await tab.locator('.find-lacks').allTextContents(), ['Without: humming']);
    await status.filter({ hasText: /^1 note\. Most of the words: 1$/ }).waitFor({ state: 'attached' });
    assert.equal(await tab.locator('.find-foot .find-count').textContent(), '1 note · Most of the words: 1');
    // Down leads to them as to the others, and Enter opens.
    await tab.keyboard.press('ArrowUp');
    assert.match(await selected(tab), /^All/);
    await tab.keyboard.press('Enter');
    await tab.waitForURL(/all\.html/);
    await tab.goto(`${host.origin}/search.html#q=gantry%20sensor%20motor%20humming%20`);
    await tab.locator('h2', { hasText: 'Most of the words' }).waitFor();
    assert.equal(await tab.locator('.found-list li', { hasText: 'Without: humming' }).count(), 1);
    await tab.locator('[data-found-count]').filter({ hasText: /^1 note/ }).waitFor();
    // Narrowed to what the one answer is not, they follow what says so.
    await tab.goto(`${host.origin}/search.html#q=gantry%20sensor%20motor%20humming%20&kind=note`);
    await tab.locator('.found-list .find-remark', { hasText: 'Notes: none has' }).waitFor();
    assert.deepEqual(await tab.locator('.found-list h2, .found-list h3').allTextContents(), ['Most of the words', 'Note: All']);
    // And to what none of them is, nothing is left.
    await tab.goto(`${host.origin}/search.html#q=gantry%20sensor%20motor%20humming%20&year=1999`);
    await tab.locator('.find-nothing').waitFor();
    assert.equal(await tab.locator('.found-list h2').count(), 0);
  });
});

test('every row shows the word for which it is there, in a wide window and in a narrow one', async () => {
  for (const width of [1280, 768, 360]) await on(`${server.origin}/${note}`, async (tab) => {
    await ask(tab, 'parcel');
    for (const query of ['label printer', 'template', 'belt']) {
      await field(tab).fill(query);
      await settled(tab, query);
      const parts = await tab.locator('.find-part').evaluateAll((all) => all.map((row) => {
        const line = row.querySelector('.find-line')?.getBoundingClientRect();
        const marks = [...row.querySelectorAll('mark')].map((mark) => mark.getBoundingClientRect());
        const seen = marks.filter((mark) => mark.width && (!line || mark.bottom <= line.top + 1 || (mark.right <= line.right + 1 && mark.left >= row.getBoundingClientRect().left)));
        return [row.textContent, seen.length];
      }));
      assert.ok(parts.length > 2, query);
      assert.deepEqual(parts.filter(([, seen]) => !seen), [], `rows without a mark to be seen at ${width} pixels for ${query}`);
    }
  }, { viewport: { width, height: 800 } });
});

test('a note that has a word in its topic or its other name alone shows that', async () => {
  const host = await hosted({ 'content/a.md': '---\ntitle: Warm soup\ntopics: [Crocus fields]\naliases: [Leek broth]\n---\n\nNothing else.\n' });
  await on(`${host.origin}/search.html#q=crocus`, async (tab) => {
    const row = tab.locator('.found-list li', { hasText: 'Warm soup' });
    await row.locator('.find-filed', { hasText: 'Topic: Crocus fields' }).waitFor();
    assert.deepEqual(await row.locator('mark').allTextContents(), ['Crocus']);
    await tab.locator('[data-find]').fill('broth');
    await row.locator('.find-filed', { hasText: 'Leek broth' }).waitFor();
  });
});

test('what the search needs is asked for together, and the field is there at once', async () => {
  const own = await serve(site.folder);
  after(() => own.close());
  await on(`${own.origin}/${note}`, async (tab) => {
    await late(tab, /\/data\/|\/assets\/(search|find\.[^/]*css)/, 900);
    const requests = [];
    tab.on('request', (request) => requests.push(new URL(request.url()).pathname.replace(/\.[0-9a-f]{8}(?=\.)/, '')));
    await tab.keyboard.press('/');
    const input = tab.getByRole('combobox');
    await input.waitFor({ timeout: 800 });
    assert.deepEqual(requests.filter((path) => /find|search/.test(path)).sort(), ['/assets/find.css', '/assets/find.js', '/assets/search.js', '/data/find.js', '/data/search.js']);
    assert.ok((await input.boundingBox()).width > 400, 'it is as wide as it will be');
    await tab.keyboard.type('causew');
    assert.equal(await input.inputValue(), 'causew');
    const status = tab.locator('.find-dialog [role="status"]');
    await status.filter({ hasText: 'Looking…' }).waitFor({ state: 'attached' });
    await tab.locator('.find-hint', { hasText: 'Looking…' }).waitFor();
    await tab.keyboard.type('ay');
    await tab.waitForFunction(() => candor.search && document.querySelector('.find-foot:not([hidden])'));
    await tab.locator('.find-kinds .chip').first().waitFor();
    const kinds = (await tab.locator('.find-kinds').boundingBox()).height;
    assert.equal(await options(tab).count(), 0);
    await settled(tab, 'causeway');
    assert.equal(await input.inputValue(), 'causeway');
    assert.equal(await tab.locator('.find-hint, .find-count', { hasText: 'Looking…' }).count(), 0);
    await status.filter({ hasText: /^\d+ note/ }).waitFor({ state: 'attached' });
    assert.ok(kinds > 40, 'the row of kinds is there before the notes, which do not jump then');
    // From then on it stands below the list.
    await tab.keyboard.press('Control+a');
    await tab.keyboard.type('anonymous');
    await tab.locator('.find-count', { hasText: 'Looking…' }).waitFor();
    await settled(tab, 'anonymous');
    await tab.locator('.find-count', { hasText: /^\d+ notes?$/ }).waitFor();
  });
});

test('the page says that it is looking, and its title what for', () => on(`${server.origin}/search.html`, async (tab) => {
  const title = await tab.title();
  await tab.waitForFunction(() => candor.search);
  await late(tab, '**/data/search/**', 700);
  await tab.locator('[data-find]').fill('label');
  await tab.locator('[data-found-count]', { hasText: 'Looking…' }).waitFor();
  await tab.locator('[data-found-count]', { hasText: '“label”' }).waitFor();
  assert.equal(await tab.title(), `label · ${title}`);
  await tab.locator('[data-find]').fill('');
  await tab.locator('[data-find-lists]').waitFor();
  assert.equal(await tab.title(), title);
}));

test('the keys that open the dialog close it', () => on(`${server.origin}/${note}`, async (tab) => {
  await tab.keyboard.press('Control+k');
  await dialogOf(tab).waitFor();
  await tab.keyboard.press('Control+k');
  await dialogOf(tab).waitFor({ state: 'hidden' });
}));

test('it is a combobox with a list of options in groups, to those who do not see it', () => on(`${server.origin}/${note}`, async (tab, context) => {
  await ask(tab, 'belt');
  const devtools = await context.newCDPSession(tab);
  const { nodes } = await devtools.send('Accessibility.getFullAXTree');
  const of = (role) => nodes.filter((node) => !node.ignored && node.role?.value === role);
  const property = (node, name) => node.properties?.find((one) => one.name === name)?.value;
  const [box] = of('combobox');
  assert.equal(box.name.value, 'Words, or a “phrase”');
  assert.equal(property(box, 'expanded').value, true);
  assert.equal(property(box, 'focused').value, true);
  assert.equal(property(box, 'controls').relatedNodes[0].idref, 'part-find-list');
  assert.equal(property(box, 'activedescendant').relatedNodes[0].idref, 'part-find-0');
  const [list] = of('listbox');
  assert.equal(list.name.value, 'Notes found');
  const all = of('option');
  assert.ok(all.length > 5);
  assert.equal(all.filter((one) => property(one, 'selected')?.value).length, 1);
  for (const one of all) assert.ok(one.name.value.length > 3);
  const groups = of('group').map((group) => group.name?.value);
  for (const name of ['Titles', 'In the text']) assert.ok(groups.includes(name), `${name} is a group among ${groups}`);
  assert.equal(of('radiogroup')[0].name.value, 'Kinds of note');
  assert.equal(of('dialog')[0].name.value, 'Find a note');
  const said = tab.locator('.find-dialog [role="status"]');
  await said.filter({ hasText: /^\d+ notes/ }).waitFor({ state: 'attached' });
  await field(tab).fill('lables dawn');
  await said.filter({ hasText: 'No note has lables. Showing notes with words like it: labels' }).waitFor({ state: 'attached' });
}));

const states = { 'with results': 'belt', 'with words like them': 'lables dawn', 'with some of the words': 'belt xylophonequartz', empty: '', 'with nothing found': 'xylophonequartz' };
for (const [colorScheme, width] of [['light', 1280], ['dark', 360]]) {
  test(`the open dialog and the page have no violation in ${colorScheme} at ${width} pixels`, async () => {
    const problems = [];
    const tell = (text) => problems.push(text);
    await on(`${server.origin}/${note}`, async (tab) => {
      await ask(tab, 'belt');
      for (const [state, query] of Object.entries(states)) {
        await field(tab).fill(query);
        if (query) await settled(tab, query); else await tab.locator('.find-hint').waitFor();
        await judge(tab, tell, state);
      }
    }, { colorScheme, viewport: { width, height: 800 } });
    for (const query of ['q=belt', 'q=xylophonequartz', 'q=lables%20dawn&kind=review']) {
      await on(`${server.origin}/search.html?${query}`, async (tab) => {
        await tab.locator('.found-list').waitFor();
        if (width === 360 && await tab.locator('.found-narrow').count()) await tab.locator('.found-narrow > summary').click();
        await judge(tab, tell, `the page with ${query}`);
      }, { colorScheme, viewport: { width, height: 800 } });
    }
    await on(`${server.origin}/${note}#&mark=label`, async (tab) => {
      await tab.locator('.found-bar').waitFor();
      await judge(tab, tell, 'with marks');
    }, { colorScheme, viewport: { width, height: 800 } });
    expectNone(problems, 'violations');
  });
}

test('nothing of the search is fetched before somebody comes near', async () => {
  const own = await serve(site.folder);
  after(() => own.close());
  const files = () => own.asked.filter((url) => /find|search/.test(url)).map((url) => url.replace(/\.[0-9a-f]{8}(?=\.)/, ''));
  await on(`${own.origin}/${note}`, async (tab) => {
    await tab.waitForLoadState('networkidle');
    assert.deepEqual(files(), []);
    await tab.locator('.tools [data-search]').hover();
    await tab.waitForFunction(() => candor.search);
    await tab.waitForLoadState('networkidle');
    assert.deepEqual(files().sort(), ['/assets/find.css', '/assets/find.js', '/assets/search.js', '/data/find.js', '/data/search.js']);
  });
});

test('with the server gone, what was loaded answers and the rest says so', async () => {
  const own = await serve(site.folder);
  await on(`${own.origin}/${note}`, async (tab) => {
    await ask(tab, 'belt');
    const before = await options(tab).allTextContents();
    await own.close();
    await field(tab).fill('');
    await tab.locator('.find-hint').waitFor();
    await field(tab).fill('belt');
    await settled(tab, 'belt');
    assert.deepEqual(await options(tab).allTextContents(), before);
    assert.equal(await tab.locator('.find-missing').count(), 0);
    await field(tab).fill('belt "four o\'clock parcels"');
    await tab.locator('.find-missing', { hasText: 'The part of the search that knows these words could not be reached.' }).waitFor();
    assert.equal(await tab.locator('.find-ask, .find-count:not(:empty)').count(), 0, 'what could not be asked is not said to be nowhere');
    assert.doesNotMatch(await dialogOf(tab).textContent(), /No note has/);
  }, { allow: /ERR_/ });
  await own.close();
});

test('what could not be reached can be tried again, in the dialog and on the page', async () => {
  for (const where of [note, 'search.html']) await on(`${server.origin}/${where}`, async (tab) => {
    const page = where === 'search.html';
    await tab.locator(page ? '[data-find]' : '.tools [data-search]').focus();
    await tab.waitForFunction(() => candor.search);
    await tab.route('**/data/search/**', (route) => route.abort());
    if (page) await tab.keyboard.type('anonymous'); else await ask(tab, 'anonymous');
    const again = tab.getByRole('button', { name: 'Try again' });
    await again.waitFor();
    if (page) assert.equal(await tab.locator('[data-found-count]').textContent(), '');
    await tab.unroute('**/data/search/**');
    await again.click();
    await tab.locator(page ? '.found .card-title' : '.find-option').first().waitFor();
  }, { allow: /ERR_/ });
});

test('what never comes is not waited for for ever, and shown when it comes after all', async () => {
  for (const where of [note, 'search.html']) await on('about:blank', async (tab) => {
    const page = where === 'search.html';
    const place = tab.locator(page ? '.found' : '.find-dialog');
    const found = tab.locator(page ? '.found .card-title' : '.find-option');
    const looking = tab.locator(page ? '[data-found-count]' : '.find-hint, .find-count', { hasText: 'Looking…' });
    const again = tab.getByRole('button', { name: 'Try again' }), asked = [];
    // Takes what is asked for such files, and answers once it is let go.
    const hold = async (files) => {
      const held = asked;
      held.length = 0;
      await tab.route(files, (route) => { held.push(route); });
      return async () => { await tab.unroute(files); for (const route of held) await route.continue(); };
    };
    await tab.clock.install();
    await tab.goto(`${server.origin}/${where}`);
    await tab.locator(page ? '[data-find]' : '.tools [data-search]').focus();
    await tab.waitForFunction(() => candor.search);
    let release = await hold('**/data/search/**');
    if (!page) await tab.keyboard.press('/');
    await tab.keyboard.type('anonymous');
    if (!page) await tab.keyboard.press('Enter');
    await looking.waitFor();
    await tab.clock.fastForward(8_000);
    assert.equal(await again.count(), 0, 'not yet');
    await tab.clock.fastForward(8_000);
    await place.getByText('The part of the search that knows these words could not be reached.').waitFor();
    assert.equal(await looking.count(), 0);
    // Asked for again it is waited for as long again.
    await again.click();
    await looking.waitFor();
    assert.ok(asked.some((route) => route.request().url().includes('?')), 'it is asked for anew, at another address');
    if (page) assert.equal(await again.count(), 0);
    await tab.clock.fastForward(15_500);
    await again.focus();
    await release();
    await again.click();
    await found.first().waitFor();
    assert.equal(await again.count(), 0);
    assert.ok(tab.url().includes(where), 'an Enter that was pressed before that opens nothing');
    if (!page) assert.ok(await field(tab).evaluate((input) => input === document.activeElement));
    // What comes late for other words than those that stand there is not shown.
    release = await hold('**/data/search/**');
    const input = tab.locator(page ? '[data-find]' : '.find-head > input');
    await input.fill('causeway');
    await looking.waitFor();
    await tab.clock.fastForward(15_500);
    await again.waitFor();
    await input.fill('anonymous');
    await found.first().waitFor();
    const before = await found.allTextContents();
    await release();
    await tab.waitForLoadState('networkidle');
    assert.deepEqual(await found.allTextContents(), before);
  });
  // Where the text of one note does not come, those of the others are shown.
  for (const where of [note, 'search.html']) await on('about:blank', async (tab) => {
    await tab.clock.install();
    await tab.goto(`${server.origin}/${where}`);
    await tab.locator(where === note ? '.tools [data-search]' : '[data-find]').focus();
    await tab.waitForFunction(() => candor.search);
    const held = [];
    await tab.route('**/data/search/t-*', (route) => (held.length ? route.continue() : held.push(route)));
    if (where === note) await tab.keyboard.press('/');
    await tab.locator(where === note ? '.find-head > input' : '[data-find]').fill('belt');
    await tab.locator('.find-count, [data-found-count], .find-hint', { hasText: 'Looking…' }).first().waitFor();
    await tab.waitForFunction(() => document.querySelectorAll('script[src*="/search/t-"]').length > 1);
    await tab.clock.fastForward(15_500);
    await tab.locator('.find-missing').waitFor();
    assert.ok(await tab.locator(where === note ? '.find-option:not(.find-part)' : '.found .card-title').count() > 0);
    await held[0].continue();
  });
  // The first file of the index, too.
  for (const where of [note, 'search.html#q=causeway']) await on('about:blank', async (tab) => {
    const held = [];
    await tab.route('**/data/search.js', (route) => { held.push(route); });
    await tab.clock.install();
    // The page on which it is asked for at once is never loaded.
    await tab.goto(`${server.origin}/${where}`, { waitUntil: 'domcontentloaded' });
    if (where === note) await tab.keyboard.press('/');
    await tab.locator('.find-hint, [data-found-count]', { hasText: 'Looking…' }).waitFor();
    await tab.clock.fastForward(15_500);
    await tab.locator('.find-missing', { hasText: 'The search could not be reached.' }).waitFor();
    assert.ok(await tab.getByRole('button', { name: 'Try again' }).isVisible());
    await tab.unroute('**/data/search.js');
    await tab.getByRole('button', { name: 'Try again' }).click();
    await tab.locator(where === note ? '.find-option' : '.found .card-title').first().waitFor();
    assert.equal(await tab.locator('.find-missing').count(), 0);
  });
});

test('where its script cannot be fetched the page stays, and says so', async () => {
  await on(`${server.origin}/${note}`, async (tab) => {
    await tab.route('**/assets/find.*', (route) => route.abort());
    await tab.keyboard.press('/');
    const said = tab.getByRole('status').filter({ hasText: 'The search could not be reached.' });
    await said.waitFor();
    const box = await said.boundingBox();
    assert.ok(box.width > 100 && box.height > 20 && box.y >= 0 && box.y < 900, 'it is seen');
    assert.ok(tab.url().endsWith(note));
    // Keys are keys again, and the next time it is asked for anew.
    assert.ok(await tab.evaluate(() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'x', bubbles: true, cancelable: true }))));
    await tab.unroute('**/assets/find.*');
    await tab.locator('.tools [data-search]').click();
    await dialogOf(tab).waitFor();
  }, { allow: /ERR_/ });
});

test('with the server gone before, the dialog says so', async () => {
  const own = await serve(site.folder);
  await on(`${own.origin}/${note}`, async (tab) => {
    await tab.route('**/data/search*', (route) => route.abort());
    await tab.route('**/assets/search*', (route) => route.abort());
    await tab.keyboard.press('/');
    await tab.locator('.find-missing', { hasText: 'could not be reached' }).waitFor();
  }, { allow: /ERR_/ });
  await own.close();
});

test('what was looked for is kept in this browser alone, and can be forgotten', () => on(`${server.origin}/${note}`, async (tab) => {
  const stored = () => tab.evaluate(() => JSON.stringify({ ...localStorage }));
  await ask(tab, 'causeway');
  await tab.keyboard.press('Enter');
  await tab.waitForURL(/causeway/);
  assert.match(await stored(), /causeway/);
  assert.deepEqual(await tab.evaluate(() => Object.keys(localStorage).filter((key) => !key.startsWith('candor:'))), []);
  await tab.keyboard.press('/');
  await options(tab).first().waitFor();
  assert.match(await options(tab).first().textContent(), /causeway/);
  await tab.keyboard.press('ArrowDown');
  await tab.keyboard.press('Enter');
  await settled(tab, 'causeway');
  assert.equal(await field(tab).inputValue(), 'causeway');
  await field(tab).fill('');
  await tab.getByRole('button', { name: 'Forget my searches' }).click();
  assert.doesNotMatch(await stored(), /causeway/);
  assert.ok(await field(tab).evaluate((input) => input === document.activeElement));
}));

test('nothing found leads on: words like it, topics, and how to ask', () => on(`${server.origin}/${note}`, async (tab, context) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await ask(tab, 'xylophonequartz $(rm) "`');
  const nothing = tab.locator('.find-nothing');
  await nothing.locator('.chip').first().waitFor();
  await nothing.getByRole('button', { name: 'Copy' }).click();
  await nothing.getByRole('button', { name: 'Copied' }).waitFor();
  assert.equal(await tab.evaluate(() => navigator.clipboard.readText()), 'candor new question "xylophonequartz (rm)"');
  await nothing.locator('.chip').first().click();
  await options(tab).first().waitFor();
  assert.match(await field(tab).inputValue(), /^topic:"/);
  // A kind that has none of it leads to the others.
  await field(tab).fill('causeway');
  await settled(tab, 'causeway');
}));

test('what was left out is said, and what nothing is filed under', () => on(`${server.origin}/${note}`, async (tab) => {
  await ask(tab, 'label -printer');
  await tab.locator('.find-remark', { hasText: 'Left out: printer.' }).waitFor();
  await field(tab).fill('kind:reveiw belt');
  await tab.locator('.find-nothing', { hasText: 'Nothing is filed under kind:reveiw.' }).waitFor();
  assert.equal(await tab.locator('.find-ask').count(), 0, 'others have it');
  await field(tab).fill('kind:reveiw xylophonequartz');
  await tab.locator('.find-ask', { hasText: 'candor new question "xylophonequartz"' }).waitFor();
}));

test('Ctrl Enter opens in a new tab, and a heading leads to its place', () => on(`${server.origin}/index.html`, async (tab, context) => {
  await ask(tab, 'labels dawn');
  const heading = tab.locator('.find-part').first();
  const href = await heading.getAttribute('href');
  assert.match(href, /labels-at-dawn\.html#[^&]+&mark=.+/);
  await tab.keyboard.press('ArrowDown');
  assert.ok(await heading.evaluate((one) => one.getAttribute('aria-selected') === 'true'));
  const [fresh] = await Promise.all([context.waitForEvent('page'), tab.keyboard.press('Control+Enter')]);
  await fresh.waitForLoadState();
  await fresh.locator('.found-bar').waitFor();
  const anchor = href.split('#')[1].split('&')[0];
  assert.equal(new URL(fresh.url()).hash, `#${anchor}`);
  assert.ok(await fresh.evaluate((id) => { const { top } = document.getElementById(decodeURIComponent(id)).getBoundingClientRect(); return top >= 0 && top < 200; }, anchor), 'the heading is come to');
  assert.ok(await dialogOf(tab).isVisible());
}));

test('the dialog fits a narrow window under a finger', () => on(`${server.origin}/${note}`, async (tab) => {
  await tab.locator('.tools [data-search]').tap();
  await dialogOf(tab).waitFor();
  for (const query of Object.values(states)) {
    await field(tab).fill(query);
    if (query) await settled(tab, query); else await tab.locator('.find-hint').waitFor();
    const wide = await tab.evaluate(() => [document.documentElement, document.querySelector('.find-box'), document.querySelector('.find-list'), document.querySelector('.find-after')]
      .filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.className || box.localName));
    assert.deepEqual(wide, [], `what scrolls sideways for ${query || 'nothing'}`);
  }
}, { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true }));

test('nothing that a note says is markup, and no word is too long', async (t) => {
  const script = '<script>window.hurt = 1</script><img src=x onerror="window.hurt = 2">';
  const own = await hosted({
    'content/script.md': `---\ntitle: '${script} crocus'\nsummary: '${script} in short'\ntopics: ['${script}']\n---\n\n## <b>Bold</b> ${script}\n\ncrocus \`${script}\` and more\n`,
    'content/turned.md': '---\ntitle: "\u202ecrocus turned\u202d \u2066round"\n---\n\nA crocus \u202e and \u202e more.\n',
    'content/long.md': `---\ntitle: Long crocus\n---\n\ncrocus ${'x'.repeat(1_000_000)} ${'a-'.repeat(300_000)} ${'é'.repeat(300_000)}\n`,
    'content/signs.md': '---\ntitle: "(.*)+[ crocus $& \\\\1"\n---\n\n(.*)+[ crocus\n',
    'content/ask.md': '---\ntitle: "javascript:alert(1) crocus"\nkind: question\n---\n\ncrocus\n',
  });
  await on(`${own.origin}/index.html`, async (tab) => {
    const start = performance.now();
    await ask(tab, 'crocus');
    t.diagnostic(`five hostile notes were shown after ${(performance.now() - start).toFixed(0)} ms`);
    assert.equal(await tab.locator('.find-option:not(.find-part)').count(), 5);
    assert.ok((await options(tab).allTextContents()).some((text) => text.includes(script)), 'markup is text');
    assert.equal(await tab.locator('.find-list :is(script, img, b)').count(), 0);
    // A word that turns what follows turns nothing beside it.
    for (const isolated of await tab.locator('.find-title').evaluateAll((all) => all.map((one) => getComputedStyle(one).unicodeBidi))) assert.match(isolated, /isolate|plaintext/);
    for (const query of [script, '(.*)+[', '\u202e', 'x'.repeat(10_000), 'crocus '.repeat(1_400)]) {
      await field(tab).fill(query);
      await tab.waitForTimeout(400);
      assert.equal(await field(tab).evaluate((input) => input.value.length), query.length);
    }
    await tab.goto(`${own.origin}/search.html?q=${encodeURIComponent(`${script} crocus`)}&kind=${encodeURIComponent(script)}`);
    await tab.locator('.found-list').waitFor();
    await tab.goto(`${own.origin}/script.html#&mark=${encodeURIComponent(`crocus ${script}`)}`);
    await tab.locator('.found-bar').waitFor();
    assert.equal(await tab.locator('.found-bar :is(script, img)').count(), 0);
    assert.equal(await tab.evaluate(() => window.hurt), undefined);
  });
});

test('without a script the page leads to every list, and offers no field that does nothing', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const tab = await context.newPage();
  await tab.goto(`${server.origin}/search.html?q=belt`);
  assert.equal(await tab.locator('[data-find]').isVisible(), false);
  assert.ok(await tab.locator('[data-find-lists] a').count() > 20);
  assert.ok(await tab.locator('[data-find-lists]').isVisible());
  await context.close();
});
