"""Makes random graphs and prints, as JSON, what Alembic's RevisionMap says of each.

    graphs.py SEED COUNT

A revision depends on one other at most: Alembic keeps several in a set, so that their order changes from run to run.
"""

import json
import random
import sys
import warnings

from alembic.script.revision import Revision, RevisionError, RevisionMap

warnings.simplefilter("ignore")


def make(choose):
    revisions = []
    for number in range(choose.randint(1, 16)):
        ids = [revision["id"] for revision in revisions]
        kind = choose.random()
        down = []
        if ids and kind >= 0.12:
            if kind < 0.7:
                down = [choose.choice(ids[-3:])]
            else:
                down = choose.sample(ids, min(len(ids), 1 if kind < 0.85 else choose.randint(2, 3)))
        others = [one for one in ids if one not in down]
        depends_on = [choose.choice(others)] if others and choose.random() < 0.2 else []
        label = [f"label{number}"] if choose.random() < 0.1 else []
        revisions.append({"id": f"r{number:03d}", "down": down, "dependsOn": depends_on, "labels": label})
    for revision in revisions:
        holders = [other for other in revisions if other["labels"]]
        for other in holders:
            if revision["dependsOn"] == [other["id"]] and choose.random() < 0.5:
                revision["dependsOn"] = other["labels"]
    choose.shuffle(revisions)
    return revisions


def pending(graph, rows, targets="heads"):
    try:
        return [step.revision for step in graph.iterate_revisions(targets, tuple(rows), implicit_base=True)][::-1]
    except RevisionError:
        return None


def describe(choose):
    revisions = make(choose)
    graph = RevisionMap(
        lambda: [
            Revision(one["id"], tuple(one["down"]) or None, tuple(one["dependsOn"]) or None, tuple(one["labels"]))
            for one in revisions
        ]
    )
    ids = [one["id"] for one in revisions]
    states = [[]] + [[one] for one in ids] + [choose.sample(ids, min(len(ids), 2)) for _ in range(4)]
    order = pending(graph, [])
    return {
        "revisions": revisions,
        "heads": list(graph.heads),
        "effectiveHeads": list(graph._real_heads),
        "bases": list(graph.bases),
        "history": [
            step.revision
            for step in graph.iterate_revisions("heads", "base", inclusive=True, assert_relative_length=False)
        ],
        "pending": [{"rows": rows, "to": None, "steps": pending(graph, rows)} for rows in states]
        + [{"rows": [], "to": target, "steps": pending(graph, [], target)} for target in ids],
        "order": order,
    }


seed, count = int(sys.argv[1]), int(sys.argv[2])
print(json.dumps([describe(random.Random(seed * 100_000 + number)) for number in range(count)]))
