//! Reads what a built wiki says about itself: its notes and sections as plain text.
//!
//! Takes `notes.json` and the Markdown copies that stand beside the pages, and never a
//! page: what an engine makes of the HTML is what is being measured.

import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * The documents of a built site: `[{ url, title, headings, lines, plain, labels, note }]`. `lines` are its
 * lines without Markdown's marks; `plain` are pieces of lines in which there were none, so that
 * their words stand in the page one after another. `note` is false for a section's own page. `labels` are what the
 * page names as its topics, systems and teams.
 */
export function documents(folder) {
  const notes = new Map(JSON.parse(readFileSync(join(folder, 'notes.json'), 'utf8')).notes.map((note) => [note.markdown, note]));
  const found = [];
  for (const path of markdown(folder)) {
    const { front, body } = parts(readFileSync(join(folder, path), 'utf8'));
    const note = notes.get(path);
    const title = note?.title ?? front.match(/^title: (.*)$/m)?.[1].replace(/^(["'])(.*)\1$/, '$2');
    if (title === undefined) continue; // a file that somebody put there, and no copy of a note
    const text = read(body);
    const labels = ['topics', 'systems', 'teams'].flatMap((name) => note?.[name] ?? []);
    found.push({ url: note?.url ?? path.replace(/\.md$/, '.html'), title, labels, note: note !== undefined, ...text });
  }
  return found.sort((a, b) => (a.url < b.url ? -1 : 1));
}

function markdown(folder) {
  const found = [];
  (function walk(at) {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.name.endsWith('.md')) found.push(relative(folder, path).split(sep).join('/'));
    }
  })(folder);
  return found.sort();
}

function parts(text) {
  const match = text.match(/^---\n([\s\S]*?)\n---\n/);
  return match ? { front: match[1], body: text.slice(match[0].length) } : { front: '', body: text };
}

function read(body) {
  const headings = [], lines = [], plain = [];
  let fence = null, first = true;
  // A link may go over the end of a line.
  const whole = body.replace(/<!--[\s\S]*?-->/g, '').replace(/\[([^\]\n]*\n[^\]\n]*)\]\([^)\s]*\)/g, '$1');
  for (const line of whole.split('\n')) {
    const mark = line.match(/^\s*(?:> ?)*(`{3,}|~{3,})/)?.[1];
    if (mark && (fence === null || mark.startsWith(fence))) {
      fence = fence === null ? mark : null;
      continue;
    }
    if (fence !== null) {
      push(line);
      continue;
    }
    if (/^\s*\[[^\]]+\]:\s/.test(line)) continue; // where a link leads
    const heading = line.match(/^#{1,6}\s+(.*?)#*$/)?.[1];
    if (heading !== undefined) {
      const words = bare(heading);
      if (first) first = false; // the title, once more
      else {
        headings.push(words);
        push(words);
      }
      continue;
    }
    push(bare(line));
    for (const piece of line.split(/[`*_[\]()<>|\\!#$~&:;/?"“”.%=]|^\s*(?:[-+]|\d+[.)])\s/)) if (/\S\s+\S/.test(piece)) plain.push(piece.trim());
  }
  return { headings, lines, plain };

  function push(line) {
    if (line.trim() !== '') lines.push(line.trim());
  }
}

/** A line as a reader sees it. */
const bare = (line) => line
  .replace(/!\[[^\]]*\]\([^)]*\)/g, ' ')
  .replace(/\[\^[^\]]*\]:?/g, ' ')
  .replace(/\[((?:[^[\]]|\[[^[\]]*\])*)\]\([^)]*\)/g, '$1')
  .replace(/\[([^\]]*)\]\[[^\]]*\]/g, '$1')
  .replace(/<(https?:[^>]*)>/g, '$1')
  .replace(/<\/?[a-z][^>]*>/gi, ' ')
  .replace(/^\s*(?:>\s?)+(?:\[![a-z]+\])?/i, '')
  .replace(/^\s*(?:[-+*]|\d+[.)])\s+(?:\[[ x]\]\s)?/i, '')
  .replace(/[`|]/g, ' ')
  .replace(/\*+|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '')
  .replace(/\\([^\w\s])/g, '$1')
  .replace(/&amp;/g, '&').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&nbsp;/g, ' ');

/** The words of a text: lower case, without marks, apostrophes dropped, cut at whatever is no letter or digit. */
export const words = (text) => text.normalize('NFKD').replace(/[\u0300-\u036f'’]/g, '').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Lines of JSON, such as queries. */
export const jsonLines = (path) => readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
