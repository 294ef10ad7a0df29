"""Prints, as JSON, what Alembic makes of each project directory that is named.

    describe.py DIRECTORY...

A project that Alembic refuses is described by its error alone.
"""

import json
import os
import sys
import warnings

from alembic.config import Config
from alembic.script import ScriptDirectory

warnings.simplefilter("ignore")


def are_known(labels):
    return labels is None or isinstance(labels, str) or (
        isinstance(labels, (tuple, list, set)) and all(isinstance(label, str) for label in labels))


def listed(value):
    return None if value is None else value if isinstance(value, str) else list(value)


def pending(scripts, row):
    try:
        steps = scripts.revision_map.iterate_revisions("heads", (row,), implicit_base=True)
        return [step.revision for step in steps][::-1]
    except Exception:
        return None


def describe(directory):
    os.chdir(directory)
    ini, toml = (name if os.path.exists(name) else None for name in ("alembic.ini", "pyproject.toml"))
    scripts = ScriptDirectory.from_config(Config(ini, toml_file=toml))
    graph = scripts.revision_map
    history = list(graph.iterate_revisions("heads", "base", inclusive=True, assert_relative_length=False))
    loaded = [graph._revision_map[key] for key in graph._revision_map if key]
    revisions = {script.revision: script for script in loaded if script}
    return {
        "heads": list(graph.heads),
        "effectiveHeads": list(graph._real_heads),
        "bases": list(graph.bases),
        "history": [script.revision for script in history],
        "revisions": [
            {
                "id": script.revision,
                "down": listed(script.module.down_revision),
                # What a stub stands for is not known.
                "labels": sorted(script._orig_branch_labels) if known else None,
                "dependsOn": listed(getattr(script.module, "depends_on", None)),
                "message": script.doc,
                "file": os.path.basename(script.path),
            }
            for script in revisions.values()
            for known in [are_known(getattr(script.module, "branch_labels", None))]
        ],
        "pending": {revision: pending(scripts, revision) for revision in revisions},
        "pendingFromNothing": [
            step.revision for step in graph.iterate_revisions("heads", (), implicit_base=True)
        ][::-1],
    }


def answer(directory):
    before = list(sys.path)
    try:
        return describe(directory)
    except (Exception, SystemExit) as error:
        return {"error": f"{type(error).__name__}: {error}"}
    finally:
        sys.path[:] = before
        # It remembers what "." was for the directory before.
        sys.path_importer_cache.clear()
        for name in [name for name in sys.modules if name.split(".")[0] == "mig" or name.startswith("mypkg")]:
            del sys.modules[name]


if __name__ == "__main__":
    print(json.dumps([answer(os.path.abspath(directory)) for directory in sys.argv[1:]]))
