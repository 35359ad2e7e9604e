/** A report as headings, tables and sentences; how they are drawn is left to each format. */
export interface ReportView {
  readonly heading: string;
  readonly facts: readonly { readonly name: string; readonly text: string }[];
  /** Between facts and tables. */
  readonly chart?: BarChart;
  readonly tables: readonly TableView[];
  /** What signs and columns mean; only those that occur. */
  readonly legend: readonly string[];
  /** Why cells are blank: the text behind [1], [2], … */
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
}

export interface TableView {
  readonly title: string;
  /** The first column names the rows. */
  readonly columns: readonly ColumnView[];
  readonly rows: readonly (readonly string[])[];
}

export interface ColumnView {
  /** One or more lines. */
  readonly title: readonly string[];
  readonly align: 'left' | 'right';
}

/** Bars side by side: for each group one of each series. */
export interface BarChart {
  readonly title: string;
  readonly series: readonly string[];
  readonly groups: readonly {
    readonly name: string;
    /** From 0 up; one of each series. */
    readonly bars: readonly { readonly value: number; readonly text: string }[];
  }[];
}
