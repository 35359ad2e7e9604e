/** Linux on x86. */
export interface FargatePrices {
  readonly usdPerVcpuHour: number;
  readonly usdPerGbHour: number;
}

/** Dollars an hour of a Fargate task: vCPU × price + GB × price. */
export function fargateUsdPerHour(vcpu: number, memoryGb: number, prices: FargatePrices): number {
  return vcpu * prices.usdPerVcpuHour + memoryGb * prices.usdPerGbHour;
}

/** Hours a day below which Fargate is cheaper than a machine that is never stopped. */
export function fargateBreakEvenHoursPerDay(
  fargateUsdPerHour: number,
  machineUsdPerHour: number,
): number {
  return (24 * machineUsdPerHour) / fargateUsdPerHour;
}

/** x86, and the free allowance of a month. */
export interface LambdaPrices {
  readonly usdPerMillionRequests: number;
  readonly usdPerGbSecond: number;
  /** Given for nothing in a month. */
  readonly freeRequests: number;
  readonly freeGbSeconds: number;
}

/** Dollars a month of Lambda; `free: false` leaves the free allowance out. */
export function lambdaUsdPerMonth(
  work: { readonly requests: number; readonly seconds: number; readonly memoryGb: number },
  prices: LambdaPrices,
  { free }: { readonly free: boolean },
): number {
  const gbSeconds = work.requests * work.seconds * work.memoryGb;
  const paidRequests = Math.max(0, work.requests - (free ? prices.freeRequests : 0));
  const paidGbSeconds = Math.max(0, gbSeconds - (free ? prices.freeGbSeconds : 0));
  return (
    (paidRequests / 1e6) * prices.usdPerMillionRequests + paidGbSeconds * prices.usdPerGbSecond
  );
}
