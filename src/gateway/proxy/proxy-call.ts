/** What is asked of a proxy. */
export type ProxyKind = 'chat' | 'responses' | 'embeddings';

/** One request that came through a proxy, for whoever watches it. */
export interface ProxyCall {
  readonly kind: ProxyKind;
  /** The body without its volatile parts. */
  readonly body: unknown;
  /** Names the body; equal bodies have one name. */
  readonly name: string;
  readonly outcome: 'bought' | 'replayed' | 'failed';
  /** Of a failed one. */
  readonly error?: { readonly code: string; readonly message: string };
}
