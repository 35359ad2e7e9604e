/**
 * The score from which an answer counts as right. For scores of 0 and 1 it is all of the marks; for
 * others it is half of them, which is a choice: reports say so.
 */
export const RIGHT_FROM = 0.5;
