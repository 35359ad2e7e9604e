"""Prices for src/cost/catalogue/snapshot.test.ts, out of the tables that were collected for this project.

No packages.
python scripts/golden/known_prices.py FOLDER src/cost/catalogue/__fixtures__/known-prices.json
FOLDER has llm_models.json, instances.csv and services.csv.
"""

import argparse
import csv
import json
import pathlib

KINDS = {
    "input": "input",
    "cached_input": "cached-input",
    "cache_write_5m": "cache-write-5m",
    "cache_write_1h": "cache-write-1h",
    "output": "output",
    "batch_input": "batch-input",
    "batch_output": "batch-output",
}

# What the rows of services.csv are called in the catalogue, in their order.
SERVICES = """
aws/fargate/linux-x86/vcpu@us-east-1
aws/fargate/linux-x86/memory@us-east-1
aws/lambda/x86/duration@us-east-1
aws/lambda/x86/requests@us-east-1
aws/lambda/x86/free-duration@us-east-1
aws/lambda/x86/free-requests@us-east-1
aws/s3/standard/storage@us-east-1
aws/ebs/gp3/storage@us-east-1
aws/efs/standard/storage@us-east-1
aws/eks/cluster/control-plane@us-east-1
aws/rds-postgres/db.t3.small/instance@us-east-1
aws/rds-postgres/db.m5.large/instance@us-east-1
aws/elasticache/cache.t3.medium/instance@us-east-1
aws/neptune/db.r5.large/instance@us-east-1
aws/cloudwatch/metric/month@us-east-1
aws/cloudwatch-logs/standard/ingest@us-east-1
aws/cloudwatch-logs/standard/storage@us-east-1
aws/secrets-manager/secret/month@us-east-1
aws/secrets-manager/secret/requests@us-east-1
aws/kms/key/month@us-east-1
aws/transfer/internet/out@us-east-1
aws/transfer/inter-region/out@us-east-1
aws/cloudfront/us-eu/out@us-east-1
gcp/storage/standard/storage@us-central1
gcp/storage/nearline/storage@us-central1
gcp/storage/coldline/storage@us-central1
gcp/storage/archive/storage@us-central1
gcp/disk/pd-ssd/storage@us-central1
gcp/disk/pd-balanced/storage@us-central1
gcp/disk/local-ssd/storage@us-central1
gcp/monitoring/metrics/ingest@us-central1
gcp/secret-manager/secret/requests@us-central1
gcp/secret-manager/version/month@us-central1
gcp/compute/nvidia-t4/on-demand@us-central1
pinecone/vectors/serverless/read-units@global
weaviate/vectors/cloud/dimensions@global
qdrant/vectors/cloud/node@global
""".split()

MACHINE_SERVICES = {"aws": "ec2", "azure": "vm", "gcp": "compute"}


def model_prices(models):
    for model in models:
        name = f"{model['provider']}/models/{model['id']}"
        for prices in model["prices"]:
            tiers = [(0, prices["usd_per_mtok"])]
            for tier in prices.get("tiers", []):
                tiers.append((tier["when_total_input_tokens_gt"], tier["usd_per_mtok"]))
            for above, kinds in tiers:
                for kind, value in kinds.items():
                    yield [f"{name}/{KINDS[kind]}@global", prices.get("from", ""), above, value]
        for kind, value in model.get("batch", {}).items():
            if value > 0:
                yield [f"{name}/{KINDS[kind]}@global", "batch", 0, value]


def machine_prices(rows):
    for row in rows:
        kind = row["type"].replace(" + 1x nvidia-tesla-t4", "+t4")
        name = f"{row['cloud']}/{MACHINE_SERVICES[row['cloud']]}/{kind}"
        columns = {
            "on-demand": "on_demand_usd_h",
            "spot": "spot_usd_h",
            "reserved-1y": "reserved_1y_usd_h",
            "reserved-3y": "reserved_3y_usd_h",
        }
        for meter, column in columns.items():
            if row[column]:
                yield [f"{name}/{meter}@{row['region']}", "", 0, float(row[column])]


def service_prices(rows):
    rows = list(rows)
    assert len(rows) == len(SERVICES), len(rows)
    for name, row in zip(SERVICES, rows):
        yield [name, "", 0, float(row["usd"])]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("target")
    arguments = parser.parse_args()
    folder = arguments.folder
    with open(folder / "llm_models.json") as models:
        known = list(model_prices(json.load(models)["models"]))
    with open(folder / "instances.csv") as machines:
        known += machine_prices(csv.DictReader(machines))
    with open(folder / "services.csv") as services:
        known += service_prices(csv.DictReader(services))
    lines = ",\n".join(f"  {json.dumps(price)}" for price in known)
    with open(arguments.target, "w") as target:
        target.write(f"[\n{lines}\n]\n")


main()
