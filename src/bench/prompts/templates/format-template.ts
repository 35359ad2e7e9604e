const PART = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;

/**
 * The names of the fields of a template for Python's `str.format`; undefined where it has anything
 * but plain names and doubled braces.
 */
export function templateFields(template: string): string[] | undefined {
  const fields: string[] = [];
  for (const [whole, name] of template.matchAll(PART)) {
    if (whole === '{{' || whole === '}}') continue;
    if (name === undefined || !/^[A-Za-z_]\w*$/.test(name)) return undefined;
    fields.push(name);
  }
  return fields;
}

/**
 * What Python's `template.format(**values)` gives.
 *
 * @param template  One that `templateFields` understands.
 * @param values    A text for each of its fields.
 */
export function formatTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(PART, (whole, name) =>
    name === undefined ? (whole[0] as string) : (values[name] ?? ''),
  );
}
