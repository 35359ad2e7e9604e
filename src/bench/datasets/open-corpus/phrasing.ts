/**
 * Puts values into a template: `{name}` becomes the value, `{a name}` the value after `a` or
 * `an`. The first letter of the result is a capital.
 */
export function fillTemplate(
  template: string,
  values: Readonly<Record<string, string | undefined>>,
): string {
  const text = template.replace(/\{(a )?(\w+)\}/g, (whole, article, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return article === undefined ? value : `${/^[aeiou]/i.test(value) ? 'an' : 'a'} ${value}`;
  });
  return text.charAt(0).toUpperCase() + text.slice(1);
}
