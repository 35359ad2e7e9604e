/** The vendors' own hosts: there a name means the vendor's model. */
const VENDOR_HOSTS = new Set([
  ...['api.openai.com', 'api.anthropic.com', 'generativelanguage.googleapis.com'],
]);

/** What is said of a model that is reached over HTTP. */
export interface NamedModel {
  readonly baseUrl: string;
  readonly model: string;
  readonly logicalModel?: string | undefined;
}

/** Whether a model of that name is the same one wherever it is served. */
export function isVendorHost(baseUrl: string): boolean {
  return VENDOR_HOSTS.has(new URL(baseUrl).host);
}

/**
 * What a model is called in keys. A vendor's model is the same model wherever it is served. The
 * name on any other server means whatever that server has loaded, so the server is part of the name
 * unless the user says what it is.
 */
export function logicalName({ model, baseUrl, logicalModel }: NamedModel): string {
  if (logicalModel !== undefined) return logicalModel;
  if (isVendorHost(baseUrl)) return model;
  const { host, pathname } = new URL(baseUrl);
  return `${model}@${host}${pathname.replace(/\/+$/, '')}`;
}
