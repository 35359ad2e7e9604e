// What tests outside of this package may use: `memoryagentbench-cloud/testing`, a model server that
// limits, fails and bills as vendors do. testing.test.ts holds the list of names.
export type {
  Invoice,
  InvoiceLine,
  KindPrices,
  Lane,
  RequestLine,
  TokenPrices,
} from '../testing/invoice.ts';
export { type Lab, startLab } from '../testing/lab/lab.ts';
export type {
  BatchFault,
  KeyOptions,
  LabOptions,
  ManagedFault,
  ModelLimits,
  ModelOptions,
  Range,
  ServedBatch,
  ServedManaged,
} from '../testing/lab/lab-options.ts';
export {
  always,
  FAULTS,
  type Fault,
  type FaultPlan,
  firstAttempts,
  firstOf,
  type ServedRequest,
  seededFaults,
  stormByCount,
  stormByTime,
} from '../testing/server-faults.ts';
