import type { GenaiModel, Match } from './genai-wire.ts';

/** The first model of a list that says a name is its own; undefined: none does. */
export function modelOf(models: readonly GenaiModel[], name: string): GenaiModel | undefined {
  return models.find(({ match }) => matches(match, name));
}

function matches(match: Match, name: string): boolean {
  if (match.or) return match.or.some((each) => matches(each, name));
  if (match.and) return match.and.every((each) => matches(each, name));
  if (match.equals !== undefined) return name === match.equals;
  if (match.starts_with !== undefined) return name.startsWith(match.starts_with);
  if (match.ends_with !== undefined) return name.endsWith(match.ends_with);
  if (match.contains !== undefined) return name.includes(match.contains);
  return match.regex !== undefined && new RegExp(match.regex).test(name);
}
