"""Mem0 for Python as its documentation shows it, unchanged: it adds conversations to an empty memory and searches it.

    python mem0_python.py FOLDER BASE_URL API_KEY DAYS_LATER
"""

import datetime
import json
import logging
import os
import sys

import time_machine

folder, base_url, api_key, days_later = sys.argv[1:]
os.environ["MEM0_TELEMETRY"] = "False"
os.environ["MEM0_DIR"] = folder
logging.disable(logging.CRITICAL)

from mem0 import Memory  # noqa: E402  (it reads the variables above)

KEYS = {"api_key": api_key, "openai_base_url": base_url}
CONFIG = {
    "llm": {"provider": "openai", "config": {"model": "chat-x", **KEYS}},
    "embedder": {"provider": "openai", "config": {"model": "embed-x", "embedding_dims": 32, **KEYS}},
    "vector_store": {
        "provider": "qdrant",
        "config": {"path": f"{folder}/vectors", "embedding_model_dims": 32, "collection_name": "m"},
    },
    "history_db_path": f"{folder}/history.db",
}
CONVERSATIONS = [
    "My name is Ann and I live in Ghent. I have a dog called Rex.",
    "Yesterday I moved from Ghent to Rome. The flat has a view of the Tiber.",
    "Rex did not like the journey. He prefers the park in Ghent.",
]

now = datetime.datetime.now(datetime.timezone.utc)
with time_machine.travel(now + datetime.timedelta(days=int(days_later)), tick=True):
    memory = Memory.from_config(CONFIG)
    for content in CONVERSATIONS:
        memory.add([{"role": "user", "content": content}], user_id="ann")
    found = [
        [result["memory"] for result in memory.search(question, filters={"user_id": "ann"}, top_k=3)["results"]]
        for question in ["Where does Ann live?", "What is the dog called?"]
    ]
print(json.dumps(found))
