import { BELONGINGS, DISHES, FLOWERS, INSTRUMENTS } from './value-pools.ts';

/**
 * What people want of the invented harbour office. An intent is a wish about a kind of thing; each
 * has a number that only the examples tell. Wishes are put in several ways, with `{t}` for the
 * thing, and none of these ways belongs to two wishes.
 */
export const WISHES: readonly (readonly string[])[] = [
  [
    'what would you charge for the {t}',
    'does your price list have the {t} on it',
    'quote me a fair sum in dollars for the {t}',
    'I should like to know what the {t} will cost',
  ],
  [
    'somebody has lost the {t} on the quay',
    'has anybody handed in the {t}',
    'we are searching everywhere for the {t}',
    'a passenger is missing the {t}',
  ],
  [
    'I never got the {t} that was promised',
    'when will the {t} arrive at last',
    'we are still waiting for the {t}',
    'my order of the {t} is long overdue',
  ],
  [
    'I want my money back after the spoiled {t}',
    'take back the {t} that I never asked to have',
    'I demand a refund of what I paid, and keep the {t}',
    'I must return the useless {t}',
  ],
  [
    'tell me whom to consult about the {t}',
    'can you recommend an expert to judge the {t}',
    'I need the advice of a master about the {t}',
    'who in this town knows all about the {t}',
  ],
  [
    'do I have to pay duty on the {t}',
    'may the {t} pass the customs without papers',
    'which tax falls on the {t}',
    'must the {t} be declared to the officers',
  ],
];

/** A kind of things, with what they are wanted for. */
export interface ThingKind {
  readonly things: readonly string[];
  readonly uses: readonly string[];
}

/** No thing and no use belongs to two kinds. */
export const KINDS: readonly ThingKind[] = [
  { things: INSTRUMENTS, uses: ['for the orchestra', 'for a music lesson'] },
  { things: FLOWERS, uses: ['for the garden', 'for a wedding bouquet'] },
  { things: DISHES, uses: ['for the kitchen', 'for a hungry crew'] },
  { things: BELONGINGS, uses: ['for my cabin', 'for the pawnbroker'] },
];

/** Around a wish, `{w}`; `{p}` is a person, `{o}` a town. */
export const FRAMES: readonly string[] = [
  'Hello, {w}.',
  '{w}, please.',
  'Good morning, {w}.',
  'Sir, {w}.',
  '{p} says: {w}.',
  'On behalf of {p}, {w}.',
  '{w}; write to me in {o}.',
  'Listen, {w}.',
];
