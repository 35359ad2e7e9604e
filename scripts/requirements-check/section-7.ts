import { price, usd } from './checks.ts';
import type { Claim } from './claim.ts';

/** Chapter 7: security. */
export const SECTION_7: readonly Claim[] = [
  {
    id: '7.1.1-a',
    line: 1009,
    quote: '$0.40/密钥/月 + $0.05/10K',
    what: 'Secrets Manager: secrets, calls',
    stated: '0.40 / 0.05 USD a month, USD/10K',
    check: price(
      'aws/secrets-manager/secret/month@us-east-1',
      'aws/secrets-manager/secret/requests@us-east-1',
    ),
  },
  {
    id: '7.1.1-b',
    line: 1013,
    quote: '$0.03/10K 操作',
    what: 'Key Vault',
    stated: '0.03 USD/10K',
    check: price('azure/key-vault/secret/requests@eastus'),
  },
  {
    id: '7.1.1-c',
    line: 1017,
    quote: '$0.06/10K 访问操作',
    what: 'GCP Secret Manager, accesses',
    stated: '0.06 USD/10K',
    check: (catalogue) => ({
      ...price('gcp/secret-manager/secret/requests@us-central1')(catalogue),
      note: `${usd(catalogue, 'gcp/secret-manager/version/month@us-central1')} is the price of a version by the month.`,
    }),
  },
  {
    id: '7.2.2-a',
    line: 1082,
    quote: '$1/月 + 使用费',
    what: 'a key of KMS',
    stated: '1 USD a month',
    check: price('aws/kms/key/month@us-east-1'),
  },
];
