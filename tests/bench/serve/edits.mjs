//! Times the live preview: from the write of a file to the new bytes being served. By hand, on a quiet machine.
//!
//!     node tests/bench/serve/edits.mjs --candor WIKI [--hugo SITE] [--zensical SITE]
//!                                      [--edits 50] [--limit SECONDS] [--only body,title] [--json FILE]
//!
//! Each is a folder of the same notes, written for that program; it is copied before anything is changed. Programs are
//! `target/release/candor`, `hugo` and `zensical`, or what `CANDOR_BINARY`, `HUGO` and `ZENSICAL` name. Linux alone.
//!
//! An edit is an ordinary save (open, one `write(2)`, close), and the clock runs from before the write until the page that
//! it concerns has the new bytes, asked for every 2 ms over a connection that stands: waiting for quiet, building and writing
//! the page are all in it. Five sorts of edits: `body` adds a paragraph, `title` changes the title, `new` writes a note,
//! `deleted` removes it, `theme` changes the template of every page. Half a second lies between edits, so that
//! what a program does behind a page that it serves already weighs on nobody. The programs take turns, round by round
//! of ten edits, each served alone: a drift of the machine hits them alike. `start` is from the launch to the first page, of a note.
//! `--limit` ends a sort for a program that needs longer for one edit; it then has as many edits as are told.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Server, copy, notes, pause, percentile, port, save } from './served.mjs';

const root = new URL('../../../', import.meta.url).pathname;
const SORTS = ['body', 'title', 'new', 'deleted', 'theme'];
const ROUND = 10;

/** How each program is started, where it has its notes, at which address they are, and how its theme is changed. */
const PROGRAMS = {
  candor: {
    content: 'content',
    command: (at) => [process.env.CANDOR_BINARY ?? `${root}target/release/candor`, 'serve', '--port', String(at)],
    page: (note) => `/${note.replace(/\.md$/, '.html')}`,
    prepare(folder) {
      const config = readFileSync(join(folder, 'site.toml'), 'utf8');
      save(join(folder, 'site.toml'), /^theme\s*=/m.test(config) ? config : `theme = "bench"\n${config}`);
      mkdirSync(join(folder, 'themes/bench/components'), { recursive: true });
      save(join(folder, 'themes/bench/theme.toml'), 'extends = "default"\n');
    },
    theme: { path: 'themes/bench/components/site_footer.html', text: (mark) => `{% component site_footer(@page, @site) %}<footer>${mark}</footer>{% endcomponent site_footer %}\n` },
  },
  hugo: {
    content: 'content',
    command: (at) => [process.env.HUGO ?? 'hugo', 'server', '--port', String(at), '--bind', '127.0.0.1'],
    page: (note) => `/${note.replace(/\.md$/, '')}/`.toLowerCase(),
    prepare: () => {},
    theme: { path: 'layouts/_default/baseof.html', text: (mark, old) => old.replace(/<\/body>/, `<footer>${mark}</footer></body>`) },
  },
  zensical: {
    content: 'docs',
    command: (at) => [process.env.ZENSICAL ?? 'zensical', 'serve', '-a', `127.0.0.1:${at}`],
    page: (note) => `/${note.replace(/\.md$/, '')}/`,
    prepare(folder) {
      const config = readFileSync(join(folder, 'zensical.toml'), 'utf8');
      save(join(folder, 'zensical.toml'), config.replace('[project.theme]', '[project.theme]\ncustom_dir = "overrides"'));
      mkdirSync(join(folder, 'overrides'), { recursive: true });
      save(join(folder, 'overrides/main.html'), '{% extends "base.html" %}\n');
    },
    theme: { path: 'overrides/main.html', text: (mark) => `{% extends "base.html" %}\n{% block footer %}<footer>${mark}</footer>{% endblock %}\n` },
  },
};

const { values: given } = parseArgs({
  options: {
    candor: { type: 'string' }, hugo: { type: 'string' }, zensical: { type: 'string' },
    edits: { type: 'string', default: '50' }, limit: { type: 'string', default: '120' },
    only: { type: 'string', default: SORTS.join(',') }, json: { type: 'string' },
  },
});
const sorts = given.only.split(',');
const contestants = Object.keys(PROGRAMS).filter((name) => given[name]).map((name) => new Contestant(name, given[name]));
if (!contestants.length) throw new Error('which wiki? see the head of this file');
const limit = Number(given.limit) * 1000, edits = Number(given.edits);
console.log(`load ${loadavg().map((one) => one.toFixed(1)).join(' ')}, ${contestants[0].notes.length} notes`);
try {
  for (let done = 0; done < edits; done += ROUND) {
    for (const one of contestants) await one.round(Math.min(ROUND, edits - done), done / ROUND);
    // After each round, so that one who has seen enough may end it.
    table();
  }
} finally {
  for (const one of contestants) one.remove();
}
if (given.json) writeFileSync(given.json, JSON.stringify(contestants.map(({ name, figures, memory }) => ({ name, figures, memory })), null, 1));

function table() {
  console.log(`\nload ${loadavg().map((one) => one.toFixed(1)).join(' ')}`);
  console.log(`${'ms'.padEnd(22)}${'edits'.padStart(7)}${'median'.padStart(9)}${'p95'.padStart(9)}${'most'.padStart(9)}${'cpu ms'.padStart(9)}`);
  for (const one of contestants) {
    for (const [sort, { times, cpu }] of Object.entries(one.figures)) {
      if (!times.length) { console.log(`${`${one.name} ${sort}`.padEnd(22)}${'0'.padStart(7)}   never within the limit`); continue; }
      const figures = [percentile(times, 50), percentile(times, 95), Math.max(...times), cpu / times.length];
      console.log(`${`${one.name} ${sort}`.padEnd(22)}${String(times.length).padStart(7)}${figures.map((figure) => figure.toFixed(1).padStart(9)).join('')}`);
    }
    console.log(`${`${one.name} memory`.padEnd(22)}${one.memory.toFixed(0).padStart(16)} MB at most after a round`);
  }
}

function Contestant(name, wiki) {
  const { folder, remove } = copy(wiki);
  const program = PROGRAMS[name];
  program.prepare(folder);
  const content = join(folder, program.content), theme = join(folder, program.theme.path);
  const foot = existsSync(theme) ? readFileSync(theme, 'utf8') : '';
  const figures = Object.fromEntries(['start', ...sorts].map((sort) => [sort, { times: [], cpu: 0, over: false }]));
  Object.assign(this, { name, remove, figures, memory: 0, notes: notes(content) });

  const note = (number) => this.notes[(number * 7919 + 13) % this.notes.length];
  const has = (mark) => ({ status, body }) => status === 200 && body.includes(mark);

  // Makes one edit. Returns the path to look at, and what is to be seen there.
  const edit = {
    body(number, mark) {
      const path = join(content, note(number));
      const text = `${readFileSync(path, 'utf8')}\n\nOne more sentence: ${mark}.\n`;
      return { write: () => save(path, text), page: program.page(note(number)), wanted: has(mark) };
    },
    title(number, mark) {
      const path = join(content, note(number));
      const text = readFileSync(path, 'utf8').replace(/^title:.*$/m, `title: "A title ${mark}"`);
      return { write: () => save(path, text), page: program.page(note(number)), wanted: has(mark) };
    },
    new(number, mark) {
      const path = `${dirname(note(number))}/zz-new-${number}.md`;
      const text = `---\ntitle: "A new note ${number}"\n---\n\nWhat was seen: ${mark}.\n`;
      return { write: () => save(join(content, path), text), page: program.page(path), wanted: has(mark) };
    },
    deleted(number) {
      const path = `${dirname(note(number))}/zz-new-${number}.md`;
      return { write: () => rmSync(join(content, path)), page: program.page(path), wanted: ({ status }) => status === 404 };
    },
    theme(number, mark) {
      return { write: () => save(theme, program.theme.text(mark, foot)), page: program.page(note(number)), wanted: has(mark) };
    },
  };

  this.round = async (count, round) => {
    const at = await port(), start = performance.now();
    const server = new Server(program.command(at), at, folder);
    try {
      const took = await server.until(program.page(note(0)), ({ status }) => status === 200, start, limit);
      if (took === undefined) {
        console.log(`${name}: no page within ${given.limit} s\n${server.said}`);
        return;
      }
      figures.start.times.push(took);
      figures.start.cpu += server.use().cpu * 1000;
      await pause(2000);
      for (const sort of sorts) {
        const figure = figures[sort], begun = performance.now();
        for (let number = round * ROUND; number < round * ROUND + count && !figure.over; number++) {
          if (sort === 'deleted' && !existsSync(join(content, `${dirname(note(number))}/zz-new-${number}.md`))) {
            save(join(content, `${dirname(note(number))}/zz-new-${number}.md`), 'To be removed.');
            await pause(1000);
          }
          const { write, page, wanted } = edit[sort](number, `mark${number}x${Date.now()}`);
          const { cpu } = server.use(), from = performance.now();
          write();
          const seen = await server.until(page, wanted, from, limit);
          await pause(500);
          if (seen === undefined) { figure.over = true; break; }
          figure.times.push(seen);
          figure.cpu += (server.use().cpu - cpu) * 1000;
          figure.over = performance.now() - begun > limit;
        }
      }
      this.memory = Math.max(this.memory, server.use().rss);
    } finally {
      await server.stop();
    }
  };
}
