//! Where the browser tests get their site, their server and their browser.
//!
//! Never judges a page, and never lets the browser reach another host: every
//! name but the loopback address fails to resolve.

import { fail } from 'node:assert/strict';
import { spawnSync, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, extname, join, relative, resolve, sep } from 'node:path';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

/** The repository these tests stand in. */
export const repository = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** The day every build of these tests pretends to be on. */
const today = '2026-11-24';

/** Where the site is served beside the root, to show that no link counts on being at the top. */
export const subPath = '/some/sub/path/';

/** What an intranet with a careful policy sends; the theme has to live with it. */
export const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
  + "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'";

const types = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.webp': 'image/webp',
  '.gif': 'image/gif', '.woff2': 'font/woff2', '.xml': 'application/xml', '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8', '.webmanifest': 'application/manifest+json',
};

/**
 * Opens what a file of tests needs: the built site, a server for it and a browser,
 * all closed after its last test. With a `language` or a `theme`, the same notes as a
 * wiki in that language or theme. Returns `{ site, server, browser }`.
 */
export async function opened(changes = {}) {
  let site, server, browser;
  const close = async () => {
    await browser?.close();
    await server?.close();
    site?.remove();
  };
  try {
    site = buildSite(changes);
    server = await serve(site.folder);
    browser = await launch();
  } catch (error) {
    await close();
    throw error;
  }
  after(close);
  return { site, server, browser };
}

/**
 * Builds this repository's own wiki into a temporary folder, or takes the folder
 * that `CANDOR_SITE_OUT` names. Returns `{ folder, pages, remove }`; `pages` are
 * the HTML files as paths from the folder, with `/` between names.
 */
export function buildSite(changes = {}) {
  const given = process.env.CANDOR_SITE_OUT;
  const changed = Object.keys(changes).length > 0;
  if (given && !changed) return site(realpathSync(given), () => {});
  return build((work) => (changed ? changedCopy(changes, work) : repository));
}

/** Builds a wiki of these files, `{ 'content/a.md': text }`, which needs no `site.toml`. */
export function buildFrom(files) {
  return build((work) => {
    for (const [path, text] of Object.entries({ 'site.toml': '', ...files })) {
      mkdirSync(dirname(join(work, 'site', path)), { recursive: true });
      writeFileSync(join(work, 'site', path), text);
    }
    return join(work, 'site');
  });
}

/** Serves a wiki of these files until the last test of the file is done. Returns what `serve` does. */
export async function hosted(files) {
  const site = buildFrom(files);
  const server = await serve(site.folder);
  after(async () => {
    await server.close();
    site.remove();
  });
  return server;
}

/** Builds this repository's own wiki as if no repository had it: what git knows differs from clone to clone. */
export function buildWithoutGit() {
  return build((work) => changedCopy({}, work));
}

/** Returns where the program is that builds the sites. */
export function program() {
  const binary = process.env.CANDOR_BINARY ?? join(targetFolder(), 'debug', 'candor');
  if (!existsSync(binary)) throw new Error(`${binary} is not there: run \`cargo build\` first, or set CANDOR_BINARY`);
  return binary;
}

/** Builds the wiki that `source` puts somewhere, given a folder to work in. */
function build(source) {
  const binary = program();
  const work = realpathSync(mkdtempSync(join(tmpdir(), 'candor-browser-')));
  const remove = () => rmSync(work, { recursive: true, force: true });
  const folder = join(work, 'public');
  const from = source(work);
  const run = spawnSync(binary, ['build', '--site', from, '--output', folder, '--today', today], { encoding: 'utf8' });
  if (run.status !== 0) {
    remove();
    throw new Error(`candor build ended with ${run.status ?? run.signal ?? run.error}\n${run.stdout}${run.stderr}`);
  }
  return site(folder, remove);
}

/** Copies the wiki, with these keys set in its `site.toml`, and returns where it is. */
function changedCopy(changes, work) {
  const copy = join(work, 'site');
  cpSync(join(repository, 'content'), join(copy, 'content'), { recursive: true });
  if (changes.theme) cpSync(join(repository, 'themes', changes.theme), join(copy, 'themes', changes.theme), { recursive: true });
  const keys = Object.entries(changes).map(([key, value]) => `${key} = "${value}"\n`).join('');
  writeFileSync(join(copy, 'site.toml'), keys + readFileSync(join(repository, 'site.toml'), 'utf8'));
  return copy;
}

function targetFolder() {
  if (process.env.CARGO_TARGET_DIR) return resolve(repository, process.env.CARGO_TARGET_DIR);
  const metadata = execFileSync('cargo', ['metadata', '--no-deps', '--format-version', '1'], { cwd: repository, encoding: 'utf8' });
  return JSON.parse(metadata).target_directory;
}

function site(folder, remove) {
  const pages = [];
  (function walk(at) {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.name.endsWith('.html')) pages.push(relative(folder, path).split(sep).join('/'));
    }
  })(folder);
  pages.sort();
  if (pages.length === 0) throw new Error(`no page in ${folder}`);
  return { folder, pages, remove };
}

/** Returns the page's text as it stands on disk. */
export const source = (site, page) => readFileSync(join(site.folder, page), 'utf8');

/** Returns where a redirect page leads, as written in it, or null for any other page. */
export function redirectOf(html) {
  const tag = html.match(/<meta\b[^>]*http-equiv=["']?refresh["']?[^>]*>/i)?.[0];
  return tag?.match(/url=['"]?([^'">]+)/i)?.[1].trim() ?? null;
}

/**
 * Picks one page of each template: the longest, since it has most that can go
 * wrong. Returns `[{ sort, page }]`; a note counts once for each kind, which is
 * the `data-k` of its article.
 */
export function onePageOfEach(site) {
  const longest = new Map();
  for (const page of site.pages) {
    const html = source(site, page);
    const sort = sortOf(page, html);
    if (sort && (longest.get(sort)?.size ?? -1) < html.length) longest.set(sort, { sort, page, size: html.length });
  }
  return [...longest.values()].sort((a, b) => (a.sort < b.sort ? -1 : 1));
}

function sortOf(page, html) {
  if (redirectOf(html) !== null) return null; // gone before it can be looked at
  const names = page.split('/');
  const file = names.at(-1);
  if (names.length === 1 && /^(index|404)\.html$/.test(file)) return file;
  // All of a section or a path on one page is a template of its own, whatever notes it shows.
  if (/--print\.html$/.test(file)) return 'all on one page';
  if (/^(topics|systems|teams|people|kinds)$/.test(names[0])) return `${names[0]}/${file === 'index.html' ? file : '*'}`;
  const kind = html.match(/<article\b[^>]*\bdata-k="([^"]+)"/)?.[1];
  if (kind) return `note of kind ${kind}`;
  // A listing of the whole site, such as `recent--2.html`, is named by its file.
  if (names.length === 1) return file.replace(/--\d+(?=\.html$)/, '');
  return file === 'index.html' ? 'section' : `page (${html.match(/<body\b[^>]*\bclass="([^"]+)"/)?.[1] ?? 'plain'})`;
}

/**
 * Serves a folder at `/` and at `subPath` on a free loopback port, and answers
 * 404 everywhere else, also for folders without `index.html`. Fonts may be made
 * to come late, by so many milliseconds, as they do on a slow line.
 * Returns `{ origin, asked, close }`; `asked` are the paths asked for so far.
 */
export async function serve(folder, { fontsLate = 0 } = {}) {
  const asked = [];
  const server = createServer(async (request, response) => {
    asked.push(request.url);
    response.setHeader('Content-Security-Policy', policy);
    const path = fileFor(folder, request.url);
    if (path === null) {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not here\n');
      return;
    }
    if (fontsLate > 0 && extname(path) === '.woff2') await sleep(fontsLate);
    // The browser asks for its icon when it likes: a site that went meanwhile is no test's fault.
    const bytes = await readFile(path).catch(() => null);
    if (bytes === null) response.writeHead(404, { 'Content-Type': 'text/plain' }).end('gone\n');
    else response.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream' }).end(bytes);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    asked,
    close: () => { server.closeAllConnections(); return new Promise((done) => server.close(done)); },
  };
}

function fileFor(folder, url) {
  let path;
  try { path = decodeURIComponent(new URL(url, 'http://x').pathname); } catch { return null; }
  if (path.startsWith(subPath)) path = path.slice(subPath.length - 1);
  const file = resolve(folder, `.${path.endsWith('/') ? `${path}index.html` : path}`);
  if (!file.startsWith(folder + sep) || !existsSync(file) || !statSync(file).isFile()) return null;
  return file;
}

/** Returns the three ways to reach the site: `[{ name, base }]`, each base ending in `/`. */
export const waysIn = (site, server) => [
  { name: 'at the root', base: `${server.origin}/` },
  { name: 'under a sub-path', base: server.origin + subPath },
  { name: 'from file://', base: `${pathToFileURL(site.folder).href}/` },
];

/** Returns the path that the links of `404.html` begin with, as in `/some/sub/`; null where they are relative. */
export function placeOfMissing(site) {
  const home = source(site, '404.html').match(/<a class="brand" href="([^"]*)index\.html"/)?.[1] ?? '';
  return home.startsWith('/') ? home : null;
}

/** Returns the address of a page under a base. */
export const address = (base, page) => base + page.split('/').map(encodeURIComponent).join('/');

/** Starts the system's Chromium with a profile of its own; close it with `browser.close()`. */
export function launch() {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

function findChromium() {
  if (process.env.CANDOR_CHROMIUM) return process.env.CANDOR_CHROMIUM;
  const folders = (process.env.PATH ?? '').split(':');
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    for (const folder of folders) if (folder && existsSync(join(folder, name))) return join(folder, name);
  }
  throw new Error('no Chromium found: run tests/run, which installs it, or set CANDOR_CHROMIUM');
}

/** Runs `work` over the items with `lanes` of them at once; `work` gets an item and the number of its lane. */
export async function inLanes(items, lanes, work) {
  const queue = [...items];
  await Promise.all(Array.from({ length: lanes }, async (_, lane) => {
    while (queue.length > 0) await work(queue.shift(), lane);
  }));
}

/** Fails with what went wrong, one line each, so that it is seen at once; of very many, with the first. */
export function expectNone(problems, what, most = 40) {
  if (problems.length === 0) return;
  const more = problems.length > most ? [`and ${problems.length - most} more`] : [];
  fail(`${problems.length} ${what}:\n  ${[...problems.slice(0, most), ...more].join('\n  ')}`);
}
