"""Prints, as JSON, what the Python project's own code sends to a model for some made-up texts.

    python3 render.py CHECKOUT < input.json

Its memories, retrievers and clients are replaced; what is not installed is replaced by nothing.
"""

import importlib.abc
import importlib.machinery
import io
import json
import contextlib
import sys
from types import SimpleNamespace
from unittest.mock import MagicMock


class Absent(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Stands in for packages that only other parts of the project need."""

    NAMES = {"torch", "tiktoken", "openai", "langchain_core", "langchain_community", "transformers",
             "nltk", "rouge_score", "editdistance", "numpy", "datasets", "langchain_openai", "tqdm",
             "faiss", "langchain", "yaml", "dotenv"}

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in self.NAMES:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        module = MagicMock(name=spec.name)
        module.__spec__ = spec
        module.__path__ = []
        return module

    def exec_module(self, module):
        pass


sys.meta_path.insert(0, Absent())
sys.path.insert(0, sys.argv[1])
with contextlib.redirect_stdout(io.StringIO()):
    import agent as project
    from utils import templates
    # Its base class is one of those that are not there.
    sys.modules["langchain_core.embeddings"] = SimpleNamespace(Embeddings=object)
    sys.modules["langchain.embeddings.base"] = SimpleNamespace(Embeddings=object)
    from methods import embedding_retriever

given = json.load(sys.stdin)
project.time.strftime = lambda form: given["timeStamp"]
sent = []


def client():
    def create(messages, **rest):
        sent.append(messages)
        usage = SimpleNamespace(prompt_tokens=0, completion_tokens=0)
        choice = SimpleNamespace(message=SimpleNamespace(content="ok"))
        return SimpleNamespace(choices=[choice], usage=usage)
    completions = SimpleNamespace(create=create)
    return SimpleNamespace(chat=SimpleNamespace(completions=completions))


def wrapper(agent_name, sub_dataset):
    made = project.AgentWrapper.__new__(project.AgentWrapper)
    made.agent_name, made.sub_dataset, made.model = agent_name, sub_dataset, "gpt-4o-mini"
    made.context, made.chunks, made.context_len, made.chunk_size = "", [], 0, 1
    made.input_length_limit, made.context_max_length = 10**9, 0
    made.temperature, made.max_tokens, made.retrieve_num, made.context_id = 0, 1, 10, 0
    made.client = client()
    made._create_oai_client = client
    return made


def sent_by(kind, sub_dataset):
    agent_name = {"long-context": "Long_context_agent_x"}.get(kind, "Simple_rag_bm25")
    made = wrapper(agent_name, sub_dataset)
    for chunk in given["chunks"]:
        made.send_message(chunk, memorizing=True)
    query = templates.get_template(sub_dataset, "query", agent_name).format(
        question=given["question"])
    sought = {}
    if kind == "long-context":
        made._query_long_context_agent(query)
    elif kind == "bm25":
        documents = [SimpleNamespace(page_content=text) for text in made.chunks]
        def relevant(text):
            sought["query"] = text
            return documents
        made.bm25_retriever = SimpleNamespace(k=0, get_relevant_documents=relevant)
        made._handle_bm25_rag(query, 0, None)
    else:
        def retrieve(text, top_k):
            sought["query"] = text
            return made.chunks
        system = embedding_retriever.RAGSystem.__new__(embedding_retriever.RAGSystem)
        system.retriever, system.llm = SimpleNamespace(retrieve=retrieve), client()
        system.model, system.temperature, system.max_tokens = "x", 0, 1
        system.answer_query(query, 10, templates.get_template(sub_dataset, "system", agent_name))
    return {"messages": sent.pop(), "sought": sought.get("query")}


with contextlib.redirect_stdout(io.StringIO()):
    rendered = {
        sub_dataset: {kind: sent_by(kind, sub_dataset) for kind in given["kinds"]}
        for sub_dataset in given["datasets"]
    }
    agentic = {
        sub_dataset: templates.get_template(sub_dataset, "query", "Agentic_memory_x").format(
            question=given["question"])
        for sub_dataset in given["datasets"]
    }
json.dump({"rendered": rendered, "agentic": agentic}, sys.stdout)
