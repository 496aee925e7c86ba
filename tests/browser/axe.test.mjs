//! One page of each template under axe-core, WCAG 2.2 AA and its best practices:
//! light and dark, narrow and wide, without one violation.
//!
//! Never silences a rule: what is wrong is mended in the theme.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { address, expectNone, inLanes, onePageOfEach, opened } from './tools.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tabs = 2;
const { site, server, browser } = await opened();
const samples = onePageOfEach(site);

for (const colorScheme of ['light', 'dark']) {
  for (const width of [360, 1280]) {
    test(`no page has an accessibility violation in ${colorScheme} at ${width} pixels`, async () => {
      const context = await browser.newContext({ colorScheme, reducedMotion: 'reduce', viewport: { width, height: 900 } });
      const problems = [];
      const lanes = await Promise.all(Array.from({ length: tabs }, () => context.newPage()));
      await inLanes(samples, tabs, async ({ sort, page }, lane) => {
        const tab = lanes[lane];
        await tab.goto(address(`${server.origin}/`, page));
        await tab.evaluate(axe);
        const { violations, checked } = await tab.evaluate(async () => {
          const result = await window.axe.run(document, { resultTypes: ['violations'] });
          return {
            checked: result.passes.length,
            violations: result.violations.flatMap(({ id, help, nodes }) =>
              nodes.map((node) => `${id} (${help}) at ${node.target.join(' ')}: ${node.html.slice(0, 120)}`)),
          };
        });
        if (checked === 0) problems.push(`${page} (${sort}): axe found nothing to check`);
        problems.push(...violations.map((text) => `${page} (${sort}): ${text}`));
      });
      await context.close();
      expectNone(problems, 'violations');
    });
  }
}
