import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileUrl, parseEndpoint, redirectTarget, revisionUrl, treeUrl } from './hub-urls.ts';

const hub = parseEndpoint('https://hub.example.org');
const COMMIT = '7ea066982b140a19337e17e60d45d4076e042faf';

test('addresses are those that the hub’s own client asks for', () => {
  // huggingface_hub 2.4: hf_hub_url('a/b', 'data/x y.parquet', repo_type='dataset',
  //   revision=COMMIT, endpoint='https://hub.example.org'), and what HfApi.dataset_info and
  //   list_repo_tree(recursive=True) request.
  assert.deepEqual(
    [
      fileUrl(hub, 'a/b', COMMIT, 'data/x y.parquet').href,
      revisionUrl(hub, 'a/b', 'refs/pr/1').href,
      treeUrl(hub, 'a/b', COMMIT).href,
    ],
    [
      `https://hub.example.org/datasets/a/b/resolve/${COMMIT}/data/x%20y.parquet`,
      'https://hub.example.org/api/datasets/a/b/revision/refs%2Fpr%2F1',
      `https://hub.example.org/api/datasets/a/b/tree/${COMMIT}?recursive=true`,
    ],
  );
});

test('a mirror may lie below a path, with or without a slash at the end', () => {
  for (const text of ['https://example.org/hf', 'https://example.org/hf/']) {
    assert.equal(
      fileUrl(parseEndpoint(text), 'a/b', COMMIT, 'c').href,
      `https://example.org/hf/datasets/a/b/resolve/${COMMIT}/c`,
    );
  }
});

test('a mirror is https, or this machine', () => {
  for (const good of [
    'https://a.org',
    'http://localhost:80',
    'http://127.0.0.1:1',
    'http://[::1]',
  ]) {
    assert.ok(parseEndpoint(good));
  }
  const bad = [
    ...['http://a.org', 'http://127.0.0.1.a.org', 'http://127.a.org', 'http://[::2]', 'file:///a'],
    ...['https://u@a.org', 'https://a.org?b', 'https://a.org#b', 'a.org', ''],
  ];
  for (const text of bad) assert.throws(() => parseEndpoint(text), { code: 'HUB_URL_REFUSED' });
});

test('redirects lead to https, and to this machine from this machine only', () => {
  const here = new URL('http://127.0.0.1:9/a');
  const there = new URL('https://hub.example.org/a');
  assert.equal(redirectTarget(there, '/b?c').href, 'https://hub.example.org/b?c');
  assert.equal(redirectTarget(there, 'https://cdn.org/b').href, 'https://cdn.org/b');
  assert.equal(redirectTarget(here, 'http://localhost:8/b').href, 'http://localhost:8/b');
  const refused: [URL, string | null][] = [
    [there, 'http://cdn.org/b'],
    [there, 'http://localhost/b'],
    [there, 'https://127.0.0.1/b'],
    [here, 'http://cdn.org/b'],
    [here, 'ftp://localhost/b'],
    [there, 'http://['],
    [there, null],
  ];
  for (const [from, location] of refused) {
    assert.throws(() => redirectTarget(from, location), { code: 'HUB_REDIRECT_REFUSED' });
  }
});
