"""OpenAI's client for Python, unchanged: asks a server and prints what it has read, as JSON.

    python ask_proxy.py BASE_URL API_KEY
"""

import json
import sys

from openai import OpenAI

client = OpenAI(base_url=sys.argv[1], api_key=sys.argv[2])
QUESTION = "Rome lies in Italy. Ghent lies in Belgium.\nWhere does Rome lie?"
TOOL = {"name": "search", "description": "Searches.", "parameters": {"type": "object", "properties": {}}}
base = {
    "model": "chat-x",
    "messages": [{"role": "user", "content": QUESTION}],
    "max_tokens": 40,
    "temperature": 0,
}

plain = client.chat.completions.create(**base)
called = client.chat.completions.create(**base, tools=[{"type": "function", "function": TOOL}])
stream = client.chat.completions.create(**base, stream=True, stream_options={"include_usage": True})
chunks = list(stream)
vectors = client.embeddings.create(model="embed-x", input=["Rome", "Ghent"])
print(
    json.dumps(
        {
            "plain": [plain.choices[0].message.content, plain.usage.total_tokens],
            "called": [call.function.name for call in called.choices[0].message.tool_calls],
            "streamed": "".join(c.choices[0].delta.content or "" for c in chunks if c.choices),
            "stream_tokens": chunks[-1].usage.total_tokens,
            "vectors": [item.embedding for item in vectors.data],
            "embedded": vectors.usage.total_tokens,
        }
    )
)
