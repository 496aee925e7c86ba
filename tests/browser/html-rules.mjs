//! What counts as valid HTML here: everything that html-validate recommends, and
//! for each rule that is set otherwise, why.
//!
//! Names no page and no template: a page that needs an exception is mended.

export const rules = {
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    // Capitals or not, it is the same doctype; all our markup is small letters.
    'doctype-style': ['error', { style: 'lowercase' }],
    // A digest in a tag guards against another host; everything here is on the same one, under a name made of its digest.
    'require-sri': ['error', { target: 'crossorigin' }],
    // Safari takes a list's role away together with its bullets, so lists that we lay out ourselves say what they are.
    'no-redundant-role': 'off',
    'prefer-native-element': ['error', { exclude: ['list'] }],
    // An anchor is made of its heading's words, digits at the beginning too, as on the forges that notes come from.
    // HTML asks for no more than that it has no space.
    'valid-id': ['error', { relaxed: true }],
    // Spaces at the end of a line of code, or of raw HTML, are the author's and change nothing.
    'no-trailing-whitespace': 'off',
    // How a telephone number is written is its author's to judge.
    'tel-non-breaking': 'off',
    // How long a title may be is its author's to judge, and a search engine's rule besides.
    'long-title': 'off',
    // The list of what is on a page stands in it twice, in a bar and at the side, and no window shows both:
    // axe.test.mjs judges landmarks as a reader meets them.
    'unique-landmark': 'off',
    // Titles are found with each letter one types, so there is nothing to send.
    'wcag/h32': 'off',
  },
};
