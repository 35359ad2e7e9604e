/** What kind of span a question asks for. */
export type ExpectedAnswer = 'name' | 'time' | 'number' | 'place' | 'phrase';

const CUES: readonly (readonly [ExpectedAnswer, RegExp])[] = [
  ['number', /\bhow (?:many|much|long|far|old|tall|high|large|big|often|deep|wide|fast)\b/i],
  ['number', /\b(?:what|which) (?:\w+ )?(?:percentage|percent|number|amount|population)\b/i],
  [
    'time',
    /\bwhen\b|\b(?:what|which) (?:\w+ )?(?:year|years|century|decade|date|day|month|time|era)\b/i,
  ],
  ['name', /\bwho(?:m|se)?\b/i],
  ['place', /\bwhere\b|\b(?:what|which) (?:\w+ )?(?:countr|cit(?:y|ies)|town|state|place|region)/i],
];

/** Of several cues the one that comes first in the question decides; without any it is a phrase. */
export function expectedAnswer(question: string): ExpectedAnswer {
  const found = CUES.map(([kind, cue]) => ({ kind, at: question.search(cue) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
  return found[0]?.kind ?? 'phrase';
}
