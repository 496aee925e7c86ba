//! MiniSearch over the same notes and sections, in node.
//!
//! All words must match; prefixes and a fifth of a word's letters in edits are allowed; a
//! title weighs four times as much. Nothing else of it is changed.

import MiniSearch from 'minisearch';
import { documents } from './site.mjs';

/** Returns `search(query)`, which gives addresses, best first. */
export function open(site) {
  const index = new MiniSearch({
    fields: ['title', 'text'], idField: 'url',
    searchOptions: { prefix: true, fuzzy: 0.2, combineWith: 'AND', boost: { title: 4 } },
  });
  index.addAll(documents(site).map(({ url, title, lines }) => ({ url, title, text: lines.join('\n') })));
  return (query, limit = 10) => index.search(query).slice(0, limit).map(({ id }) => id);
}
