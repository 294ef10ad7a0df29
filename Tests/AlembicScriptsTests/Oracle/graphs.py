"""Makes random script directories and prints, as JSON, what the real Alembic says of each.

    graphs.py ROOT SEED FIRST COUNT

The directory of graph N is ROOT/gN. One seed and number always make the same directory and the same questions.
"""

import json
import os
import random
import sys
import warnings

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from spellings import version_file

warnings.simplefilter("ignore")
sys.dont_write_bytecode = True


def ids(choose, count):
    """Ids of one style, some of which begin alike."""
    style = choose.choice(["hex", "numbers", "words", "dotted", "alike", "accents"])
    made = []
    while len(made) < count:
        number = len(made)
        made += [one for one in [{
            "hex": f"{choose.getrandbits(48):012x}",
            "numbers": f"{number:03d}",
            "words": f"ocata_expand{number:02d}",
            "dotted": f"0.{choose.randint(0, 99)}.{number}",
            "alike": "abcd" + "".join(choose.choice("ab") for _ in range(choose.randint(0, 6))),
            "accents": choose.choice(["\u00e9", "e\u0301", "e"]) * choose.randint(1, 3) + str(choose.randint(0, 20)),
        }[style]] if one not in made]
    return made


def make(choose):
    names = ids(choose, choose.choice([0, 1, 2, 3] + list(range(4, 18)) * 3))
    revisions = []
    for number, name in enumerate(names):
        earlier = names[:number]
        kind = choose.random()
        down = []
        if earlier and kind >= 0.12:
            if kind < 0.7:
                down = [choose.choice(earlier[-3:])]
            else:
                down = choose.sample(earlier, min(len(earlier), 1 if kind < 0.85 else choose.randint(2, 3)))
        others = [one for one in earlier if one not in down]
        several = 2 if choose.random() < 0.1 else 1
        depends_on = choose.sample(others, min(len(others), several)) if choose.random() < 0.25 else []
        labels = [f"label{number}"] if choose.random() < 0.15 else []
        if labels and choose.random() < 0.2:
            labels.append(f"second{number}")
        revisions.append({"id": name, "down": down, "dependsOn": depends_on, "labels": labels})
    for revision in revisions:
        for other in revisions:
            if other["labels"] and other["id"] in revision["dependsOn"] and choose.random() < 0.5:
                at = revision["dependsOn"].index(other["id"])
                revision["dependsOn"][at] = choose.choice(other["labels"])
    if revisions and choose.random() < 0.12:
        spoil(choose, revisions)
    return revisions


def spoil(choose, revisions):
    one, other = choose.choice(revisions), choose.choice(revisions)
    fault = choose.choice(["parent", "prefix", "dependency", "label", "id label", "loop", "cycle", "hyphen", "twice"])
    if fault == "parent":
        one["down"] = ["nowhere"]
    elif fault == "prefix":
        one["down"] = [other["id"] + "x"]
    elif fault == "dependency":
        one["dependsOn"] = ["nowhere"]
    elif fault == "label":
        one["labels"] = other["labels"] = ["same"]
    elif fault == "id label":
        one["labels"] = [other["id"]]
    elif fault == "loop":
        one[choose.choice(["down", "dependsOn"])] = [one["id"]]
    elif fault == "cycle":
        revisions[0][choose.choice(["down", "dependsOn"])] = [revisions[-1]["id"]]
    elif fault == "hyphen":
        one["id"] += choose.choice("-@+:")
    else:
        revisions.append(dict(one, down=[], labels=[], dependsOn=[]))


def has_cycle(revisions):
    """Alembic overlooks a cycle that it reaches from a head and from a base."""
    links = {one["id"]: one["down"] + one["dependsOn"] for one in revisions}
    holders = {label: one["id"] for one in revisions for label in one["labels"]}
    links = {one: [holders.get(name, name) for name in names] for one, names in links.items()}
    while True:
        done = [one for one, names in links.items() if not any(name in links for name in names)]
        if not done:
            return bool(links)
        for one in done:
            del links[one]


def write(choose, root, revisions):
    locations = ["mig/versions"] + (["more"] if choose.random() < 0.3 else [])
    recursive = choose.random() < 0.3
    ini = "[alembic]\nscript_location = %(here)s/mig\n"
    if len(locations) > 1:
        choose.shuffle(locations)
        ini += "path_separator = os\nversion_locations = " + ":".join(f"%(here)s/{one}" for one in locations) + "\n"
    if recursive:
        ini += "recursive_version_locations = true\n"
    os.makedirs(f"{root}/mig/versions")
    for name, text in (("alembic.ini", ini), ("mig/env.py", "")):
        with open(f"{root}/{name}", "w") as file:
            file.write(text)
    for number, revision in enumerate(revisions):
        folder = f"{root}/{choose.choice(locations)}" + (choose.choice(["", "/sub", "/a/b"]) if recursive else "")
        os.makedirs(folder, exist_ok=True)
        name = f"{choose.choice(['', '_', 'B', 'x'])}{choose.randint(0, 999)}_{number}.py"
        with open(f"{folder}/{name}", "wb") as file:
            file.write(version_file(choose, revision))


def name_of(choose, revisions):
    """Something that a person may name a revision by."""
    one = choose.choice(revisions)
    label = choose.choice([label for other in revisions for label in other["labels"]] or [one["id"]])
    return choose.choice([
        one["id"], one["id"], one["id"], one["id"][: choose.randint(1, 5)], label, label[:5], f"{label}@head",
        f"{label}@heads", f"{label}@base", f"{label}@{one['id']}", f"{one['id']}@head", f"{one['id']}@heads",
        "head", "heads", "base", "nowhere", "nowhere@head", "+1", "+2", "-1", f"{one['id']}+1", f"{one['id']}-1",
        f"{label}@+1", f"{label}@{one['id']}+1", f"{label}@{one['id']}-1",
    ])


def questions(choose, revisions):
    if not revisions:
        return [([], "head"), ([], "heads"), ([], "base"), (["gone"], "heads")]
    names = [revision["id"] for revision in revisions]
    states = [([], "heads"), ([], "head")] + [([one], "heads") for one in names]
    for _ in range(12):
        rows = choose.sample(names, min(len(names), choose.randint(0, 3)))
        if choose.random() < 0.25:
            rows.append(choose.choice(["gone", choose.choice(names)[:4], choose.choice(names) + " ", "label1", "head"]))
        states.append((list(dict.fromkeys(rows)), choose.choice(["heads", "head", name_of(choose, revisions)])))
    return states + [([choose.choice(names)], name_of(choose, revisions)) for _ in range(6)]


def ranges(choose, revisions):
    return [(name_of(choose, revisions), name_of(choose, revisions)) for _ in range(12)] if revisions else []


def downgrades(choose, revisions):
    if not revisions:
        return []
    names = [revision["id"] for revision in revisions]
    return [
        (choose.sample(names, min(len(names), choose.choice([1, 1, 1, 2]))),
         choose.choice(["base", "-1", "-2", name_of(choose, revisions), name_of(choose, revisions)]))
        for _ in range(10)]


def answered(function):
    """The ids, or why Alembic refuses. `None` where it fails by accident."""
    try:
        return {"ids": list(function())}
    except CommandError as error:
        return {"refusal": str(error)}
    except Exception:
        return {}


def describe(choose, root):
    revisions = make(choose)
    write(choose, root, revisions)
    states, pairs = questions(choose, revisions), ranges(choose, revisions)
    ways_back = downgrades(choose, revisions)
    try:
        scripts = ScriptDirectory.from_config(Config(f"{root}/alembic.ini"))
        graph = scripts.revision_map
        heads = list(graph.heads)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    if len({revision["id"] for revision in revisions}) < len(revisions):
        return {"error": "present more than once"}
    if has_cycle(revisions):
        return {"error": "Cycle is detected, by us"}
    loaded = {script for script in graph._revision_map.values() if script}
    return {
        "isOrdered": all(len(script._normalized_resolved_dependencies) < 2 for script in loaded),
        "labels": [[script.revision, *sorted(script._orig_branch_labels)] for script in loaded],
        "heads": heads,
        "effectiveHeads": list(graph._real_heads),
        "bases": list(graph.bases),
        "history": answered(lambda: [script.revision for script in scripts.walk_revisions()]),
        "upgrades": [
            {"rows": rows, "to": to, "answer": answered(
                lambda: [step.revision.revision for step in scripts._upgrade_revs(to, tuple(rows))])}
            for rows, to in states
        ],
        "downgrades": [
            {"rows": rows, "to": to, "answer": answered(
                lambda: [step.revision.revision for step in scripts._downgrade_revs(to, tuple(rows))])}
            for rows, to in ways_back
        ],
        "ranges": [
            {"from": lower, "to": upper, "answer": answered(
                lambda: [script.revision for script in scripts.walk_revisions(lower, upper)])}
            for lower, upper in pairs
        ],
    }


root, seed, first, count = sys.argv[1], *map(int, sys.argv[2:])
print(json.dumps([
    describe(random.Random(seed * 1_000_003 + number), f"{root}/g{number}") for number in range(first, first + count)
]))
