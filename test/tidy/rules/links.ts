import { posix } from 'node:path';
import type { Problem, Rule, SourceFile } from '../reading/source-file.ts';

const LINK = /\]\(([^)\s]+)\)/g;
/** Of the kinds of files that rules are given. */
const CODE_PATH =
  /`((?:src|test|scripts|docs|examples)\/[\w/-]+(?:\.(?:[\w-]+\.)*(?:ts|mjs|js|py|json|yaml|md))?)`/g;

/** What pages point to is there: files and headings behind links, and paths in code marks. */
export const liveLinks: Rule = (files) => {
  const paths = files.flatMap(({ path }) => [path, ...foldersOf(path)]);
  const known = new Set(['LICENSE', ...paths]);
  const anchors = new Map(files.filter(isPage).map((file) => [file.path, headings(file)]));
  const problemOf = (page: string, target: string): string | undefined => {
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? page : posix.join(posix.dirname(page), path).replace(/\/$/, '');
    if (!known.has(file)) return `a link to ${target}, which is not there`;
    if (anchor === undefined || anchors.get(file)?.has(anchor) !== false) return undefined;
    return `a link to ${target}, which has no such heading`;
  };
  return files.filter(isPage).flatMap((page) =>
    textLines(page).flatMap((line, at) => {
      const links = [...line.matchAll(LINK)].map(([, target = '']) => target);
      const named = [...line.matchAll(CODE_PATH)].map(([, path = '']) => path.replace(/\/$/, ''));
      const reasons = [
        ...links.filter((target) => !/^\w+:/.test(target)).map((to) => problemOf(page.path, to)),
        ...named.filter((path) => !known.has(path)).map((path) => `${path} is not there`),
      ];
      return reasons.flatMap((reason): Problem[] =>
        reason === undefined ? [] : [{ path: page.path, line: at + 1, reason }],
      );
    }),
  );
};

function isPage({ path }: SourceFile): boolean {
  return path.endsWith('.md');
}

function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}

/** The lines of a page, those of code blocks blanked. */
function textLines({ lines }: SourceFile): string[] {
  let isCode = false;
  return lines.map((line) => {
    const isFence = /^\s*```/.test(line);
    if (isFence) isCode = !isCode;
    return isCode || isFence ? '' : line;
  });
}

/** The anchors of a page's headings, as they are made where this repository is read. */
function headings(page: SourceFile): Set<string> {
  const titles = textLines(page).filter((line) => /^#+ /.test(line));
  return new Set(
    titles.map((title) =>
      title
        .replace(/^#+ /, '')
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_\- ]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
