//! What axe-core says of the page in a tab: WCAG 2.2 AA and its best practices.
//!
//! Takes what it is told to open; opens nothing itself, and silences no rule on
//! its own.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Runs axe over the page as it is now, and tells each violation with the state that the page is in. */
export async function judge(tab, tell, state, rules = {}) {
  if (!await tab.evaluate(() => 'axe' in window)) await tab.evaluate(axe);
  const { violations, checked } = await tab.evaluate(async (rules) => {
    const result = await window.axe.run(document, { resultTypes: ['violations'], rules });
    return {
      checked: result.passes.length,
      violations: result.violations.flatMap(({ id, help, nodes }) =>
        nodes.map((node) => `${id} (${help}) at ${node.target.join(' ')}: ${node.html.slice(0, 120)}`)),
    };
  }, rules);
  if (checked === 0) tell('axe found nothing to check');
  for (const text of violations) tell(`${state}: ${text}`);
}
