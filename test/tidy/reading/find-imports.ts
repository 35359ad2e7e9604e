import type { MaskedSource } from './mask-source.ts';

/** One import, re-export, dynamic import, `require`, `resolve` or worker URL of a file. */
export interface Import {
  readonly specifier: string;
  /** From 1. */
  readonly line: number;
  /** `url`: started later by its address, for example as a worker; not part of the module graph. */
  readonly kind: 'module' | 'url';
}

const QUOTED = String.raw`\s*(['"])(?<specifier>[^'"\n]+)\1`;

const MODULE_FORMS = [
  String.raw`\b(?:import|export)\b[^;'"()]*?\bfrom${QUOTED}`,
  String.raw`\bimport${QUOTED}`,
  String.raw`\b(?:import|require|require\.resolve|import\.meta\.resolve)\s*\(${QUOTED}`,
];
const URL_FORM = String.raw`\bnew\s+URL\s*\(${QUOTED}\s*,\s*import\.meta\.url`;

/** Everything that a file names to be loaded, in order of appearance. */
export function findImports(source: MaskedSource): Import[] {
  const modules = MODULE_FORMS.flatMap((form) => findForm(source, form, 'module'));
  const scripts = findForm(source, URL_FORM, 'url').filter(({ specifier }) =>
    /\.ts$/.test(specifier),
  );
  return [...modules, ...scripts].sort((a, b) => a.line - b.line);
}

function findForm(
  { uncommented, code }: MaskedSource,
  form: string,
  kind: Import['kind'],
): Import[] {
  return [...uncommented.matchAll(new RegExp(form, 'g'))]
    .filter(({ index }) => code[index] !== ' ')
    .map((match) => ({
      specifier: match.groups?.specifier ?? '',
      line: lineAt(uncommented, match.index + match[0].length - 1),
      kind,
    }));
}

/** The line, from 1, of a position. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
