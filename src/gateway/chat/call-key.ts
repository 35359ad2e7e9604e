import type { KeyObject } from 'node:crypto';
import type { ChatMessage, ChatRequest, Sampling } from '../../contracts/model.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { keyedHash, sha256 } from '../../core/hashing.ts';
import { type CallKey, parseCallKey, type RunId } from '../../core/ids.ts';

/** All that makes two calls the same call; a change of this shape is a change of every key. */
export interface CallIdentity {
  /** The model, pinned to its snapshot where it has one; not the deployment that serves it. */
  readonly logicalModel: string;
  readonly request: ChatRequest;
  readonly sampling: Sampling;
  readonly trial: number;
  /** Logical place: context, then chunk or question, then step. Never the order of arrival. */
  readonly occurrence: string;
  /** Of sampled calls only: their replies belong to one run, so that trials stay independent. */
  readonly lineage: RunId | undefined;
  /** How often this call's reply has expired before (moving model aliases). */
  readonly generation: number;
}

/**
 * The key of a call in one workspace. Not part of it: API key, deployment, region, time-out,
 * metadata.
 *
 * @param hashKey  The workspace's secret: the same prompt has another key in another workspace.
 */
export function callKey(hashKey: KeyObject, identity: CallIdentity): CallKey {
  const { messages, maxOutputTokens, schema, tools, toolChoice, extra } = identity.request;
  const { temperature, seed } = identity.sampling;
  const { logicalModel, trial, occurrence, lineage, generation } = identity;
  const semantic = {
    ...{ messages: messages.map(messageIdentity), maxOutputTokens, temperature, seed },
    ...{ schema, tools, toolChoice, extra },
  };
  return parseCallKey(
    keyedHash(
      hashKey,
      canonicalJson({
        v: 1,
        kind: 'chat',
        ...{ logicalModel, semantic, trial, occurrence, lineage, generation },
      }),
    ),
  );
}

/** Long texts enter by their hash: escaping a megabyte of JSON would cost more than hashing it. */
function messageIdentity(message: ChatMessage): object {
  const { role, content } = message;
  return {
    ...{ role, sha256: sha256(content) },
    toolCalls: role === 'assistant' ? message.toolCalls : undefined,
    toolCallId: role === 'tool' ? message.toolCallId : undefined,
  };
}

/**
 * Whether a name says which snapshot is meant: it ends in a date (`gpt-4o-mini-2024-07-18`,
 * `claude-3-7-sonnet-20250219`), in a digest (`…@sha256:…`), or, as Google has it, in a version of
 * three digits (`gemini-2.0-flash-001`, `gemini-embedding-001`). Other names may move.
 */
export function isPinnedName(model: string): boolean {
  return /(?:-\d{4}-\d{2}-\d{2}|[-@]\d{8}|@sha256:[0-9a-f]{8,}|^gemini-.*-\d{3})$/.test(model);
}
