"""Pulls files with the hub's own client; prints what it got as JSON.

Arguments: base address of the hub, repository, revision, folder for the cache, then paths.
"""

import hashlib
import json
import pathlib
import sys

from huggingface_hub import HfApi, hf_hub_download
from huggingface_hub.errors import EntryNotFoundError, RevisionNotFoundError

endpoint, repo, revision, cache, *paths = sys.argv[1:]
api = HfApi(endpoint=endpoint)


def error_of(work):
    try:
        work()
    except (EntryNotFoundError, RevisionNotFoundError) as error:
        return type(error).__name__
    return None


def download(path, revision=revision):
    return hf_hub_download(
        repo, path, repo_type="dataset", revision=revision, endpoint=endpoint, cache_dir=cache
    )


tree = [entry for entry in api.list_repo_tree(repo, repo_type="dataset", revision=revision, recursive=True)]
result = {
    "commit": api.dataset_info(repo, revision=revision).sha,
    "tree": {
        entry.path: {"size": entry.size, "blob": entry.blob_id, "sha256": entry.lfs and entry.lfs.sha256}
        for entry in tree
        if hasattr(entry, "blob_id")
    },
    "sha256": {
        path: hashlib.sha256(pathlib.Path(download(path)).read_bytes()).hexdigest() for path in paths
    },
    "errors": [
        error_of(lambda: download(paths[0], revision="v9")),
        error_of(lambda: download("data/none.parquet")),
    ],
}
print(json.dumps(result))
