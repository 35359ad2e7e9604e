/**
 * Cells that a full matrix of datasets × methods has in each of four quarters, each month counted
 * once. Datasets are added from the second month on, methods from the second quarter on.
 */
export function quartersOfMatrix(growth: {
  readonly datasets: number;
  readonly methods: number;
  readonly datasetsAMonth: number;
  readonly methodsAQuarter: number;
}): number[] {
  const { datasets, methods, datasetsAMonth, methodsAQuarter } = growth;
  return [0, 1, 2, 3].map((quarter) =>
    [0, 1, 2].reduce(
      (sum, month) =>
        sum +
        (datasets + datasetsAMonth * (3 * quarter + month)) * (methods + methodsAQuarter * quarter),
      0,
    ),
  );
}
