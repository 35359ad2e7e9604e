import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseContentRange, parseEtag, parseFileHeaders, parseRetryAfterMs } from './hub-wire.ts';
import { planBody, rangeHeaders } from './resume.ts';

const part = { bytes: 40, etag: '"abc"' };
const answer = (status: number, headers: Record<string, string> = {}) => ({
  status,
  headers: new Headers(headers),
});
const range = (text: string, more: Record<string, string> = {}) =>
  planBody(answer(206, { 'content-range': text, ...more }), part, { size: 100 });

test('a part is gone on with, if the server still has the same', () => {
  assert.deepEqual(rangeHeaders(part), { range: 'bytes=40-', 'if-range': '"abc"' });
  // RFC 9110, 13.1.5: a weak tag must not be sent in If-Range.
  assert.deepEqual(rangeHeaders({ bytes: 40, etag: 'W/"abc"' }), { range: 'bytes=40-' });
  assert.deepEqual(rangeHeaders({ bytes: 40, etag: undefined }), { range: 'bytes=40-' });
  assert.deepEqual(rangeHeaders({ bytes: 0, etag: '"abc"' }), {});
});

test('only the wanted rest of the wanted file is written behind the part', () => {
  assert.equal(range('bytes 40-99/100'), 'append');
  assert.equal(range('bytes 40-99/*'), 'append');
  assert.equal(range('bytes 40-119/120'), 'other-size');
  assert.equal(range('bytes 0-99/100'), 'refetch');
  assert.equal(range('bytes 40-99/100', { 'content-encoding': 'gzip' }), 'refetch');
  assert.equal(range('nonsense'), 'refetch');
});

test('a whole answer starts the file again', () => {
  const plan = (headers: Record<string, string>) =>
    planBody(answer(200, headers), part, { size: 100 });
  assert.equal(plan({ 'content-length': '100' }), 'restart');
  assert.equal(plan({}), 'restart');
  assert.equal(plan({ 'content-length': '99' }), 'other-size');
  // The length is that of the compressed body.
  assert.equal(plan({ 'content-length': '30', 'content-encoding': 'gzip' }), 'restart');
  assert.equal(planBody(answer(416), part, { size: 100 }), 'refetch');
});

test('headers are read, and what is none is not', () => {
  assert.deepEqual(parseEtag('"a"'), { value: 'a', weak: false });
  assert.deepEqual(parseEtag('W/"a"'), { value: 'a', weak: true });
  assert.equal(parseEtag('a'), undefined);
  assert.deepEqual(parseContentRange('bytes 5-9/10'), { start: 5, total: 10 });
  assert.equal(parseContentRange('bytes */10'), undefined);
  const now = Date.UTC(2026, 0, 1);
  const after = (text: string) => parseRetryAfterMs(new Headers({ 'retry-after': text }), now);
  assert.equal(after('7'), 7_000);
  assert.equal(after('Thu, 01 Jan 2026 00:00:09 GMT'), 9_000);
  assert.equal(after('Wed, 31 Dec 2025 00:00:00 GMT'), 0);
  assert.equal(after('soon'), undefined);
});

test('what the hub tells of a file counts, unless it says nothing about the content', () => {
  const sha = 'a'.repeat(64);
  const told = { 'x-repo-commit': 'c', 'x-linked-etag': `"${sha}"`, 'x-linked-size': '12' };
  assert.deepEqual(parseFileHeaders(new Headers(told)), { commit: 'c', oid: sha, size: 12 });
  const other = { 'x-linked-etag': '"abc-2"', 'x-linked-size': 'many' };
  assert.deepEqual(parseFileHeaders(new Headers(other)), {});
});
