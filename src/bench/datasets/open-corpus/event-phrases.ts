/**
 * What happens in the invented story, and what stands around it. Every event can follow every
 * other one, so that nothing but the story tells what comes next.
 */

/** `{p}` does something with `{t}`, a thing, and `{o}`, another person, or in `{w}`, a town. */
export const EVENT_FORMS: readonly string[] = [
  '{p} sold the {t} to {o}',
  '{p} bought the {t} from {o}',
  '{p} lent the {t} to {o}',
  '{p} borrowed the {t} from {o}',
  '{p} hid the {t} from {o}',
  '{p} showed the {t} to {o}',
  '{p} promised the {t} to {o}',
  '{p} won the {t} from {o}',
  '{p} stole the {t} from {o}',
  '{p} mended the {t} for {o}',
  '{p} carried the {t} to {o}',
  '{p} wrapped up the {t} for {o}',
  '{p} asked {o} for the {t}',
  '{p} quarrelled with {o} over the {t}',
  '{p} wrote to {o} about the {t}',
  '{p} dropped the {t} before the eyes of {o}',
  '{p} sent the {t} to {w}',
  '{p} looked for the {t} in {w}',
  '{p} heard of another {t} in {w}',
  '{p} packed the {t} for the voyage to {w}',
  '{p} swore never to take the {t} to {w}',
  '{p} ordered a second {t} from {w}',
];

/** Before an event; a comma follows. */
export const EVENT_OPENERS: readonly string[] = [
  'After breakfast',
  'After a sleepless night',
  'As soon as the rain stopped',
  'At the stroke of noon',
  'Before anybody else was awake',
  'By candle light',
  'During a long lull',
  'In the middle of dinner',
  'In the heat of the afternoon',
  'Late in the evening',
  'Not an hour later',
  'Once the fog had lifted',
  'On a sudden impulse',
  'Shortly before dawn',
  'Soon afterwards',
  'That same evening',
  'The next morning',
  'Towards sunset',
  'When the bells rang',
  'While the others were asleep',
  'Without a word',
  'With a heavy heart',
  'With great ceremony',
  'Two days later',
];

/** Behind an event, up to the full stop. */
export const EVENT_CLOSERS: readonly string[] = [
  '',
  ' and laughed aloud',
  ' and was sorry at once',
  ', although it was a Sunday',
  ', as had been agreed',
  ', for no reason that anybody knew',
  ', in spite of every warning',
  ', much to the surprise of the crew',
  ', to the great relief of everybody',
  ', whatever the neighbours might say',
  ', which nobody had expected',
  ', while a dog barked outside',
  ' for the second time in a year',
  ' with trembling hands',
  ' under a cloudless sky',
  ' before it was too late',
];
