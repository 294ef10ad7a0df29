"""Holds a running server against its own description.

Usage: openapi.py URL DIRECTORY [USER:PASSWORD]. The directory is for files of this program. The user reads the
description; all that is held against it is asked without credentials.
"""

import base64
import json
import subprocess
import sys
import urllib.request
from pathlib import Path

from openapi_spec_validator import validate

url, directory = sys.argv[1], Path(sys.argv[2])
credentials = [("Authorization", "Basic " + base64.b64encode(user.encode()).decode()) for user in sys.argv[3:]]
document = json.load(urllib.request.urlopen(urllib.request.Request(url + "/openapi.json", headers=dict(credentials))))
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
(directory / "schemathesis.toml").write_text('[checks.not_a_server_error]\nexpected-statuses = ["2xx", "4xx", 503]\n')
run = subprocess.run(
    [sys.executable, "-m", "schemathesis.cli", "--config-file", directory / "schemathesis.toml", "run",
     directory / "openapi.json", "--url", url, "--max-examples", "25", "--generation-deterministic", "--no-color"],
    cwd=directory, capture_output=True, text=True)
sys.exit(f"{run.stdout}{run.stderr}" if run.returncode else 0)
