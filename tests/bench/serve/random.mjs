//! Edits a wiki at random under its live preview, and then asks whether it still serves what a fresh build writes. By hand.
//!
//!     node tests/bench/serve/random.mjs WIKI [--edits 1000] [--seed 7]
//!
//! The wiki is copied first. Edits are of bodies, titles, topics, links between notes, and of several notes at once; notes and
//! folders are written, renamed and removed; now and then `site.toml` and the theme change, or a note cannot be
//! read. Every tenth edit is waited for until it is served, with the pages and the search's index that a browser would ask for; the
//! others come as quick as they are written. In the end each file of a fresh `candor build` has to be served, byte for byte
//! (but for what the preview adds to a page), and memory must be within 20 % of what it was after the first ten that
//! were waited for. Exits 1 where either does not hold. The program is `target/release/candor`, or what `CANDOR_BINARY` names.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { Server, copy, notes, pause, port, save } from './served.mjs';

const program = process.env.CANDOR_BINARY ?? new URL('../../../target/release/candor', import.meta.url).pathname;
const { values, positionals: [wiki] } = parseArgs({
  allowPositionals: true,
  options: { edits: { type: 'string', default: '1000' }, seed: { type: 'string', default: '7' } },
});
if (!wiki) throw new Error('which wiki? see the head of this file');
const edits = Number(values.edits);
if (!(edits >= 200)) throw new Error('memory is measured after the first hundred: at least 200 edits');

// Small, and the same numbers each time (mulberry32).
let seed = Number(values.seed);
function random(below) {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
}

const { folder, remove } = copy(wiki);
const config = existsSync(join(folder, 'site.toml')) ? readFileSync(join(folder, 'site.toml'), 'utf8') : '';
const themed = /^theme\s*=/m.test(config) ? config : `theme = "random"\n${config}`;
const content = join(folder, 'content'), foot = join(folder, 'themes/random/components/site_footer.html');
mkdirSync(dirname(foot), { recursive: true });
save(join(folder, 'themes/random/theme.toml'), 'extends = "default"\n');
save(join(folder, 'site.toml'), themed);

const known = notes(content);
const counted = {};
const any = () => known[random(known.length)];
const read = (note) => readFileSync(join(content, note), 'utf8');
const page = (note) => `/${note.replace(/\.md$/, '.html')}`;
let made = 0;

/** Each makes one edit; where it returns a page and words, these are to be seen when it is done. */
const work = {
  body(mark) {
    const note = any();
    save(join(content, note), `${read(note)}\nWhat was seen at ${mark}.\n`);
    return { page: page(note), words: mark };
  },
  shorter() {
    const note = any(), text = read(note);
    save(join(content, note), text.slice(0, Math.max(text.indexOf('\n---', 4) + 5, text.lastIndexOf('\n\n'))));
  },
  title(mark) {
    const note = any();
    save(join(content, note), read(note).replace(/^title:.*$/m, `title: "A title ${mark}"`));
    return /^title:/m.test(read(note)) ? { page: page(note), words: mark } : {};
  },
  topics() {
    const note = any();
    save(join(content, note), read(note).replace(/^topics:.*$/m, `topics: [t${random(9)}, t${random(9) + 9}]`));
  },
  link(mark) {
    const note = any(), to = any();
    save(join(content, note), `${read(note)}\n${mark}: see [that](${relative(dirname(note), to).split(sep).join('/')}) and [[nothing ${random(3)}]].\n\n## ${mark}\n`);
    return { page: page(note), words: mark };
  },
  create(mark) {
    const note = `${dirname(any())}/made-${made++}.md`;
    save(join(content, note), `---\ntitle: "Made ${mark}"\ntopics: [t${random(9)}]\nstatus: ${random(4) ? 'shared' : 'draft'}\n---\n\nWords ${mark}.\n`);
    known.push(note);
  },
  remove() {
    const at = random(known.length);
    rmSync(join(content, known[at]));
    known.splice(at, 1);
  },
  rename() {
    const at = random(known.length), to = `${dirname(any())}/moved-${made++}.md`;
    renameSync(join(content, known[at]), join(content, to));
    known[at] = to;
  },
  // As many editors save: beside it, and then in its place.
  beside(mark) {
    const note = any(), other = join(content, dirname(note), '.saving~');
    save(other, `${read(note)}\nSaved by renaming ${mark}.\n`);
    renameSync(other, join(content, note));
    return { page: page(note), words: mark };
  },
  folder(mark) {
    const at = `folder-${made++}`;
    mkdirSync(join(content, at, 'deep'), { recursive: true });
    for (const note of [`${at}/one-${made}.md`, `${at}/deep/two-${made}.md`]) {
      save(join(content, note), `A note of a folder, ${mark}.\n`);
      known.push(note);
    }
  },
  folderGone() {
    const folders = readdirSync(content).filter((name) => name.startsWith('folder-'));
    if (!folders.length) return;
    const gone = folders[random(folders.length)];
    rmSync(join(content, gone), { recursive: true });
    for (let at = known.length - 1; at >= 0; at--) if (known[at].startsWith(`${gone}/`)) known.splice(at, 1);
  },
  many(mark) {
    for (let number = 0; number < 12; number++) work.body(mark);
  },
  asset(mark) { save(join(content, `file-${random(4)}.txt`), `A file ${mark}\n`); },
  configuration(mark) { save(join(folder, 'site.toml'), themed.replace(/^title.*$/m, `title = "Notes ${mark}"`)); },
  theme(mark) { save(foot, `{% component site_footer(@page, @site) %}<footer>${mark}</footer>{% endcomponent site_footer %}\n`); },
  async broken() {
    const note = any(), text = read(note);
    save(join(content, note), '---\ntitle: [not closed\n---\n');
    await pause(random(200));
    save(join(content, note), text);
  },
};
const often = [...Array(14).fill('body'), 'shorter', ...Array(4).fill('title'), 'topics', 'topics', ...Array(3).fill('link'), ...Array(4).fill('create'), 'remove', 'remove',
  'remove', 'rename', 'rename', ...Array(4).fill('beside'), 'folder', 'folderGone', 'many', 'asset', 'configuration', 'theme', 'broken'];

const at = await port(), server = new Server([program, 'serve', '--drafts', '--port', String(at)], at, folder);
let failed = 0;
try {
  await server.until('/', ({ status }) => status === 200, performance.now(), 120_000);
  let tenth = 0;
  for (let number = 0; number < edits; number++) {
    const waits = number % 10 === 9, sort = waits ? 'body' : often[random(often.length)], mark = `mark${number}x`;
    counted[sort] = (counted[sort] ?? 0) + 1;
    const { page: looked, words } = (await work[sort](mark)) ?? {};
    if (waits) {
      const seen = await server.until(looked, ({ status, body }) => status === 200 && body.includes(words), performance.now(), 60_000);
      if (seen === undefined) throw new Error(`${looked} never had ${words}\n${server.said}`);
      for (const other of ['/', '/recent/', '/data/search.js', looked]) await server.get(other);
      if (number === 99) tenth = server.use().rss;
    } else if (random(3) === 0) {
      await pause(random(60));
    }
  }
  save(join(content, 'the-last-of-all.md'), 'The last of all.\n');
  await server.until('/the-last-of-all.html', ({ body }) => body.includes('The last of all.'), performance.now(), 60_000);
  // Folders that came are looked at once more a little later.
  await pause(3000);
  const { rss } = server.use();
  console.log(`edits: ${Object.entries(counted).map(([sort, count]) => `${count} ${sort}`).join(', ')}`);
  console.log(`memory: ${tenth.toFixed(0)} MB after the first ten that were waited for, ${rss.toFixed(0)} MB in the end (${(100 * rss / tenth - 100).toFixed(1)} %)`);
  if (!(rss <= tenth * 1.2)) failed = 1;

  const fresh = join(folder, 'fresh');
  try {
    execFileSync(program, ['build', '--drafts', '--output', 'fresh'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    throw new Error(`the build failed\n${String(error.stderr).slice(-3000)}`);
  }
  let same = 0;
  const other = [];
  for (const entry of readdirSync(fresh, { recursive: true, withFileTypes: true })) {
    const path = relative(fresh, join(entry.parentPath, entry.name)).split(sep).join('/');
    if (!entry.isFile() || entry.name === '.candor' || entry.name.startsWith('.candor-')) continue;
    // The page for what is not there has other links in a preview: it is served at any depth.
    if (path === '404.html') continue;
    const { status, body } = await server.get(`/${path.split('/').map(encodeURIComponent).join('/')}`);
    const served = path.endsWith('.html') ? Buffer.from(built(body.toString('utf8'))) : body;
    if (status === 200 && served.equals(readFileSync(join(fresh, path)))) same++; else other.push(path);
  }
  console.log(`${same} files are served as a fresh build writes them, ${other.length} are not`);
  for (const path of other.slice(0, 20)) console.log(`  ${path}`);
  if (other.length || same < known.length) failed = 1;
} finally {
  await server.stop();
  remove();
}
process.exitCode = failed;

/** A page as it was built: without what the preview adds when it answers. */
function built(html) {
  return html.replace(/<(script|link)\b[^>]* data-candor-preview(?: defer)?>(<\/script>)?/g, '');
}
