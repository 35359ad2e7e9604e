"""Prints what pyarrow reads from the parquet files of a folder, as one JSON object per row."""

import hashlib
import json
import pathlib
import sys

import pyarrow.parquet as parquet

for path in sorted(pathlib.Path(sys.argv[1]).glob("*.parquet")):
    table = parquet.read_table(path)
    for row in table.to_pylist():
        metadata = row.pop("metadata")
        print(
            json.dumps(
                {
                    "file": path.name,
                    "columns": table.schema.names,
                    "metadata": [field.name for field in table.schema.field("metadata").type],
                    "contextSha256": hashlib.sha256(row["context"].encode()).hexdigest(),
                    "questions": row["questions"],
                    "answers": row["answers"],
                    "source": metadata["source"],
                    "qaPairIds": metadata["qa_pair_ids"],
                    "evidence": metadata["evidence"],
                    "items": [metadata["item_ids"], metadata["item_names"]],
                    "empty": sorted(name for name, value in metadata.items() if value is None),
                }
            )
        )
