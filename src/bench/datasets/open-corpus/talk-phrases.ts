/**
 * The lines of invented dialogues about films. `{a}` and `{b}` are films that the seeker likes,
 * `{x}` is one that the seeker does not, `{c}` and `{d}` are recommended in the end.
 */

export const TALK_OPENINGS: readonly string[] = [
  'User: Hello, my favourite film of all is {a}.',
  'User: Good evening! We watched {a} last week and were delighted.',
  'User: Hi. Could you name a film for somebody who loves {a}?',
  'User: I have seen {a} five times and need a change.',
  'User: Hey there, my sister and I both adore {a}.',
  'User: What goes well with {a}? It was marvellous.',
];

export const TALK_TURNS: readonly string[] = [
  'System: A fine choice. Did you enjoy {b} as well?',
  'System: Welcome! Then you surely know {b} already.',
  'System: I see. What did you think of {b}?',
  'System: Many who say so like {b} too. Do you?',
  'System: That one is good. Have you come across {b}?',
];

export const TALK_WISHES: readonly string[] = [
  'User: Yes, it was splendid! But I could not stand {x}, so nothing of that kind, please.',
  'User: I did, very much. Only spare me anything like {x}, which bored me.',
  'User: Certainly, a masterpiece. My brother made me watch {x} and I fell asleep.',
  'User: Oh yes, twice. I walked out of {x} though. What else is there?',
  'User: Loved it. Somebody told me to try {x} and I hated every minute.',
];

export const TALK_ENDS: readonly string[] = [
  'System: Then try {c} and afterwards {d}.',
  'System: In that case I recommend {c} or else {d}.',
  'System: You will like {c}, and do not miss {d}.',
  'System: My advice is {c}. If you have time, watch {d} too.',
  'System: For tonight take {c} and keep {d} for tomorrow.',
];
