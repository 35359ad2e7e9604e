import type { AdviceTable } from '../../contracts/advice.ts';

/** What §10.4 of the requirements document says of clouds besides prices, and what is so. */
export const CLOUD_FACTS: AdviceTable = {
  title: 'What the requirements document says besides (§10.4)',
  rows: [
    {
      claim: 'AWS works seamlessly with Azure OpenAI',
      holds: 'no',
      because: 'Azure OpenAI is a service of Azure; from AWS it is one more HTTPS address.',
    },
    {
      claim: 'AWS has the most mature spot market',
      holds: 'in part',
      because:
        'It alone publishes how often types are taken back; 2 minutes of notice, others 30 s.',
    },
    {
      claim: 'Azure OpenAI alone has OpenAI’s enterprise offer, without limits of the API',
      holds: 'no',
      because: 'It has limits by deployment and region (TPM, RPM): a second quota, not none.',
    },
    {
      claim: 'GCP is cheaper than AWS by 10 to 30 %',
      holds: 'see the bills',
      because: 'It depends on the machine; the bills above are of the cheapest that fits.',
    },
    {
      claim: 'Preemptible machines of GCP are guaranteed for 24 hours',
      holds: 'no',
      because:
        'They are always stopped after 24 hours, and may be at any time with 30 s of notice.',
    },
    {
      claim: 'Several clouds: 80 % on AWS, Azure when limits bind, GCP for the rest',
      holds: 'as you like',
      because: 'Limits of a model are per key or deployment: a second route needs no second cloud.',
    },
  ],
};
