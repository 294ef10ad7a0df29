"""Holds a running server against its own description.

Usage: openapi.py URL DIRECTORY USER:PASSWORD TOKEN. The directory is for files of this program. The user reads the
description; all that is held against it is asked with the token alone. Either can be empty.
"""

import base64
import json
import subprocess
import sys
import urllib.request
from pathlib import Path

from openapi_spec_validator import validate

url, directory = sys.argv[1], Path(sys.argv[2])
user, token = sys.argv[3:]
credentials = [("Authorization", "Basic " + base64.b64encode(user.encode()).decode())] if user else []
document = json.load(urllib.request.urlopen(urllib.request.Request(url + "/openapi.json", headers=dict(credentials))))
headers = ["--header", f"Authorization: Bearer {token}"] if token else []
validate(document)


def close(schema):
    """Forbids fields that are not described, so that none can be forgotten."""
    if isinstance(schema, dict):
        if "properties" in schema:
            schema["additionalProperties"] = False
        for part in schema.values():
            close(part)
    elif isinstance(schema, list):
        for part in schema:
            close(part)


close(document["components"])
(directory / "openapi.json").write_text(json.dumps(document))
# The probes say with 503 what they are asked, so it is no failure of the server here.
# An order that is well written can still be for another revision (409), and one that is not may be none at all (415).
(directory / "schemathesis.toml").write_text(
    '[checks.not_a_server_error]\nexpected-statuses = ["2xx", "4xx", 503]\n'
    '[checks.positive_data_acceptance]\nexpected-statuses = ["2xx", "401", "403", "404", "409", "5xx"]\n'
    '[checks.negative_data_rejection]\n'
    'expected-statuses = ["400", "401", "403", "404", "405", "406", "409", "413", "415", "5xx"]\n')
run = subprocess.run(
    [sys.executable, "-m", "schemathesis.cli", "--config-file", directory / "schemathesis.toml", "run",
     directory / "openapi.json", "--url", url, "--max-examples", "25", "--generation-deterministic", "--no-color",
     *headers],
    cwd=directory, capture_output=True, text=True)
sys.exit(f"{run.stdout}{run.stderr}" if run.returncode else 0)
