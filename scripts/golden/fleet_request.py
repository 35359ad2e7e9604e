"""Checks what `mab plan fleet` writes with botocore's own model of EC2, and starts it on moto.

pip install botocore==1.44.8 boto3==1.44.8 "moto[ec2]==5.2.5"
python scripts/golden/fleet_request.py

It prints the complaints of the validator (none), and how many machines moto starts: five of 8
units each, four for the 32 units on spot and one for the 8 by the hour.
"""

import json
import subprocess

import boto3
import botocore.session
import moto
from botocore.validate import ParamValidator

FLAGS = (
    "--types m6i.xlarge,m6i.2xlarge --capacity 40 --on-demand-percent 20 --weight-by memory "
    "--launch-template workers"
).split()
MODEL = botocore.session.get_session().get_service_model("ec2")


def request(form):
    command = ["node", "bin/mab.js", "plan", "fleet", *FLAGS, "--format", form]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def complaints(form, operation):
    shape = MODEL.operation_model(operation).input_shape
    return ParamValidator().validate(request(form), shape).generate_report()


@moto.mock_aws
def machines():
    ec2 = boto3.client("ec2", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    image = ec2.describe_images()["Images"][0]["ImageId"]
    ec2.create_launch_template(LaunchTemplateName="workers", LaunchTemplateData={"ImageId": image})
    fleet = ec2.create_fleet(**request("aws"))["FleetId"]
    return len(ec2.describe_fleet_instances(FleetId=fleet)["ActiveInstances"])


print("EC2 Fleet:", complaints("aws", "CreateFleet") or "no complaint")
print("Spot Fleet:", complaints("spot-fleet", "RequestSpotFleet") or "no complaint")
print("machines:", machines())
