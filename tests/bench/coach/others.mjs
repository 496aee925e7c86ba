// What alex and write-good say of labelled sentences, for `cargo bench --bench coach -- --others`.
//
//   npm install && node others.mjs sentences.jsonl > others.json
//
// Prints one list of true and false a program, in the order of the file. The keyword list is our own, of the words
// that most lists of blaming words begin with: it shows what words alone can do.

import { readFileSync } from 'node:fs';
import { text as alex } from 'alex';
import writeGood from 'write-good';

const sentences = readFileSync(process.argv[2], 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line).text);

const keywords =
  /\b(should have|could have|failed to|failure|mistake|error|fault|blame|careless|negligen\w*|forgot|wrong\w*|obvious\w*|clearly|hindsight|human error|violat\w*|why did|who)\b/i;

const flags = {
  alex: sentences.map((sentence) => alex(sentence).messages.length > 0),
  keywords: sentences.map((sentence) => keywords.test(sentence)),
  'write-good': sentences.map((sentence) => writeGood(sentence).length > 0),
  'write-good, passive alone': sentences.map(
    (sentence) => writeGood(sentence, { passive: true, illusion: false, so: false, thereIs: false, weasel: false, adverb: false, tooWordy: false, cliches: false, eprime: false }).length > 0,
  ),
};
console.log(JSON.stringify(flags));
