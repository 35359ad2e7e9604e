/** A member of an interface, or of an object schema, as its source documents it. */
export interface DocumentedMember {
  /** From the declaration down: `['objects', 'records']`. */
  readonly path: readonly string[];
  /** The text of its docstring in one line; empty where it has none. */
  readonly meaning: string;
  /** What stands behind the colon on its line. */
  readonly type: string;
  readonly optional: boolean;
}

/** An exported interface or schema. */
export interface DocumentedDeclaration {
  readonly name: string;
  readonly meaning: string;
  readonly members: readonly DocumentedMember[];
}

const DECLARATION = /^export (?:interface (\w+)|const (\w+Schema) = )/;
const MEMBER = /^(\s+)(?:readonly )?(\w+)(\?)?: (.*)$/;

/**
 * Reads what a formatted source says of its exported interfaces and schemas: its layout tells which
 * member belongs to which.
 */
export function readDeclarations(source: string): DocumentedDeclaration[] {
  const found: { name: string; meaning: string; members: DocumentedMember[] }[] = [];
  let comment = '';
  let above: { readonly indent: number; readonly name: string }[] = [];
  for (const line of withoutComments(source)) {
    if (line.comment !== undefined) {
      comment = line.comment;
      continue;
    }
    const [, interfaceName, schemaName] = DECLARATION.exec(line.text) ?? [];
    const name = interfaceName ?? schemaName;
    const [, indent = '', member, optional, type = ''] = MEMBER.exec(line.text) ?? [];
    if (name !== undefined) {
      found.push({ name, meaning: comment, members: [] });
      above = [];
    } else if (member !== undefined && found.length > 0) {
      above = [
        ...above.filter((one) => one.indent < indent.length),
        { indent: indent.length, name: member },
      ];
      found.at(-1)?.members.push({
        path: above.map((one) => one.name),
        meaning: comment,
        type: type.replace(/[;,]$/, ''),
        optional: optional !== undefined,
      });
    }
    comment = '';
  }
  return found;
}

/** The lines of a source, each docstring as one line of its own. */
function withoutComments(source: string): { text: string; comment?: string }[] {
  const parts = source.split(/^[ \t]*\/\*\*([\s\S]*?)\*\/\n/m);
  return parts.flatMap((part, at) => {
    if (at % 2 === 0)
      return part
        .replace(/\n$/, '')
        .split('\n')
        .map((text) => ({ text }));
    return [{ text: '', comment: part.replace(/\s*\n\s*\* ?/g, ' ').trim() }];
  });
}
