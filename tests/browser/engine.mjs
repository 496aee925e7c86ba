//! The search's engine as the browser runs it, without a browser.
//!
//! Reads the files of a built site, and counts them; judges nothing.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { repository } from './tools.mjs';

/** The parts of `search.js` in one scope, as the theme publishes them. */
const folder = join(repository, 'themes/default/assets/search');
const parts = readdirSync(folder).sort((one, other) => parseInt(one, 10) - parseInt(other, 10));
const source = `(() => { "use strict"; ${parts.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n')} })();`;

/**
 * Returns `{ search, asked }`: the theme's `candor.search` over the data in a site's
 * folder, and the names of the files it asked for. `lost` says which cannot be read.
 */
export function engine(folder, lost = () => false) {
  const asked = [];
  const candor = {
    data: async (name) => {
      asked.push(name);
      if (lost(name)) throw new Error(`${name} is lost`);
      let value;
      const text = readFileSync(join(folder, 'data', `${name}.js`), 'utf8');
      vm.runInNewContext(text, { candorData: (_, given) => { value = given; } });
      return value;
    },
  };
  vm.runInNewContext(source, { candor, TextEncoder, setTimeout, clearTimeout });
  return { search: candor.search, asked };
}

/** The engine with an index given as values by name, for what can be worked out by hand; `before` may make one late. */
export function engineOf(values, before = () => {}) {
  const candor = {
    data: async (name) => {
      await before(name);
      if (!(name in values)) throw new Error(`there is no ${name}`);
      return values[name];
    },
  };
  vm.runInNewContext(source, { candor, TextEncoder, setTimeout, clearTimeout });
  return candor.search;
}
