/** Lines of the document whose numbers claim nothing, by the reason. */
const BY_REASON: Readonly<Record<string, readonly number[]>> = {
  'a comment on the line that 2.3.1-c quotes': [154],
  'a port': [323],
  dates: [383, 1539],
  'names and versions of models': [421, 435, 459],
  'what the claims below are about': [466, 471, 508],
  'versions of software': [534, 548, 1042, 1357],
  'switches and codes of programs': [554, 685, 693, 695, 706, 743, 981, 1223, 1226],
  'counts that the claims below price': [594, 596, 1389, 1406, 1407, 1426, 1427, 1428],
  'how many rows are shown': [937, 946],
  'a repetition of 6.4.1-a': [974],
  'numbers of accounts': [982, 1057, 1066],
  'a pattern of keys': [1095],
  'the name of a service': [1339],
  'names of phases, and terms of contracts': [1489, 1493, 1494, 1498],
};

/** Each line with its reason. */
export const IGNORED_LINES: ReadonlyMap<number, string> = new Map(
  Object.entries(BY_REASON).flatMap(([reason, lines]) =>
    lines.map((line): [number, string] => [line, reason]),
  ),
);
