"""Prints the golden keys of call-key.test.ts and embedding-key.test.ts in src/gateway: HMAC-SHA-256 over canonical JSON,
by Python alone.

    python3 scripts/golden/call_keys.py
"""

import hashlib
import hmac
import json

SECRET = bytes(range(32))


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def message(role, content, **more):
    return {"role": role, "sha256": sha256(content), **more}


def key(semantic):
    identity = {
        **{"v": 1, "kind": "chat", "logicalModel": "gpt-4o-mini-2024-07-18", "semantic": semantic},
        **{"trial": 0, "occurrence": "c1/q00003/answer", "generation": 0},
    }
    return keyed(identity)


def keyed(identity):
    text = json.dumps(identity, sort_keys=True, separators=(",", ":"))
    return hmac.new(SECRET, text.encode(), hashlib.sha256).hexdigest()


PLAIN = {
    "messages": [message("system", "Be brief."), message("user", "Where?")],
    **{"maxOutputTokens": 10, "temperature": 0},
}
CALL = {"id": "call_1", "name": "search", "argumentsJson": '{"q":"Rome"}'}
TOOL_TURNS = [
    *PLAIN["messages"],
    message("assistant", "", toolCalls=[CALL]),
    message("tool", "In Italy.", toolCallId="call_1"),
]
OBJECT = {"type": "object", "properties": {"q": {"type": "string"}}}
SCHEMA = {"name": "answer", "schema": OBJECT}
TOOL = {"name": "search", "description": "Searches.", "parameters": OBJECT}

for name, semantic in {
    "plain": PLAIN,
    "schema": {**PLAIN, "schema": SCHEMA},
    "tools": {**PLAIN, "tools": [TOOL], "toolChoice": "required"},
    "turns": {**PLAIN, "messages": TOOL_TURNS},
    "extra": {**PLAIN, "extra": {"stop": ["."], "top_p": 0.5}},
}.items():
    print(name, key(semantic))

EMBEDDING = {
    **{"v": 1, "kind": "embedding", "logicalModel": "text-embedding-3-small", "dimensions": 512},
    **{"role": "query", "generation": 0, "textSha256": sha256("Where?")},
}
print("embedding", keyed(EMBEDDING))
