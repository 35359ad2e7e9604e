/**
 * What runs inside Redis, each as one step: a document is a hash of its text and its version.
 */

/** KEYS: the document. Returns version, text and the server's time (s, µs). */
export const READ = `
local found = redis.call('HMGET', KEYS[1], 'version', 'text')
local time = redis.call('TIME')
return {found[1] or '', found[2] or '', time[1], time[2]}
`;

/**
 * KEYS: the document. ARGV: the version that was read, the text, its version, how long it is kept
 * (ms). Returns 1, or 0 where the version is another one.
 */
export const WRITE = `
local version = redis.call('HGET', KEYS[1], 'version') or ''
if version ~= ARGV[1] then return 0 end
redis.call('HSET', KEYS[1], 'text', ARGV[2], 'version', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
`;
