import { parser } from '@lezer/python';
import { MabError } from '../../../core/errors.ts';
import { pythonString } from './python-string.ts';

/** A part of the tree that the parser makes. */
type Node = ReturnType<typeof parser.parse>['topNode'];

/** A string, or a dictionary of such. */
export type PythonLiteral = string | ReadonlyMap<string, PythonLiteral>;

/** The names that a Python file gives to literals. */
export interface PythonNames {
  /** @throws {MabError} PROMPTS_INVALID where there is no such name, or it is no literal. */
  read(name: string): PythonLiteral;
}

/**
 * Reads the literals of a Python file. Nothing in it is run: strings, dictionaries of them and
 * names for them are understood, and whatever else a wanted name is made of is refused with its
 * line.
 */
export function readPythonLiterals(source: string, fileName: string): PythonNames {
  const text = source.replace(/\r\n?/g, '\n');
  const reading = new Reading(text, fileName);
  return { read: (name) => reading.named(name, undefined) };
}

class Reading {
  readonly #text: string;
  readonly #fileName: string;
  /** The value of each name of the file's top level; all that is assigned to it, in order. */
  readonly #values = new Map<string, Node[]>();
  readonly #open = new Set<string>();

  constructor(text: string, fileName: string) {
    this.#text = text;
    this.#fileName = fileName;
    for (const statement of childrenOf(parser.parse(text).topNode)) {
      if (statement.name !== 'AssignStatement') continue;
      const [target, sign, value, ...more] = childrenOf(statement);
      if (target?.name !== 'VariableName' || sign?.name !== 'AssignOp' || !value) continue;
      const values = this.#values.get(this.#textOf(target)) ?? [];
      values.push(more.length === 0 ? value : statement);
      this.#values.set(this.#textOf(target), values);
    }
  }

  /** @param at  Where the name is used, if in this file. */
  named(name: string, at: Node | undefined): PythonLiteral {
    const [value, again] = this.#values.get(name) ?? [];
    if (!value) throw this.#invalid(at, `there is no ${name} that a literal is assigned to`);
    if (again) throw this.#invalid(again, `${name} is assigned to twice`);
    if (this.#open.has(name)) throw this.#invalid(at, `${name} is made of itself`);
    this.#open.add(name);
    const literal = this.#literal(value);
    this.#open.delete(name);
    return literal;
  }

  #literal(node: Node): PythonLiteral {
    const parts = childrenOf(node);
    switch (node.name) {
      case 'String':
        return this.#string(node);
      case 'ContinuedString':
        return parts.map((part) => this.#string(part)).join('');
      case 'VariableName':
        return this.named(this.#textOf(node), node);
      case 'ParenthesizedExpression':
        return this.#literal(parts[1] ?? node);
      case 'DictionaryExpression':
        return this.#dictionary(parts.slice(1, -1));
      default:
        throw this.#invalid(node, `a ${node.name} is neither a string nor a dictionary of strings`);
    }
  }

  #dictionary(parts: readonly Node[]): PythonLiteral {
    const entries = new Map<string, PythonLiteral>();
    for (let at = 0; at < parts.length; at += 4) {
      const [key, colon, value, comma] = parts.slice(at, at + 4);
      const isEntry = key && value && colon?.name === ':' && (comma?.name ?? ',') === ',';
      if (!isEntry) throw this.#invalid(key ?? colon, 'a dictionary is more than keys and values');
      const name = this.#literal(key);
      if (typeof name !== 'string') throw this.#invalid(key, 'a key is no string');
      entries.set(name, this.#literal(value));
    }
    return entries;
  }

  #string(node: Node): string {
    if (node.name !== 'String') throw this.#invalid(node, `a ${node.name} is no plain string`);
    const text = pythonString(this.#textOf(node));
    if (typeof text === 'string') return text;
    throw this.#invalid(node, `a string ${text.problem}`);
  }

  #textOf({ from, to }: Node): string {
    return this.#text.slice(from, to);
  }

  #invalid(node: Node | undefined, reason: string): MabError {
    const line = node && this.#text.slice(0, node.from).split('\n').length;
    const place = line === undefined ? this.#fileName : `${this.#fileName}:${line}`;
    return new MabError('PROMPTS_INVALID', `${place}: ${reason}.`, {
      hint: 'Name utils/templates.py of a checkout of the Python project; nothing in it is run.',
    });
  }
}

function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'Comment') children.push(child);
  }
  return children;
}
