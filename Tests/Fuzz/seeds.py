"""Writes the seeds of `make fuzz-parser` from the tests' own fixtures: seeds.py DIRECTORY"""

import os
import random
import re
import sys

tests = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, f"{tests}/AlembicScriptsTests/Oracle")
from spellings import version_file

directory = sys.argv[1]
os.makedirs(directory, exist_ok=True)
seeds = []
for number in range(200):
    choose = random.Random(number)
    seeds.append(version_file(choose, {
        "id": "abcd1234", "down": choose.choice([[], ["a1"], ["a1", "b1"]]), "labels": choose.choice([[], ["x"]]),
        "dependsOn": choose.choice([[], ["c1"]])}))
for folder, _, files in os.walk(tests):
    for name in files:
        if name.endswith(".swift"):
            with open(f"{folder}/{name}", encoding="utf-8") as file:
                for text in re.findall(r'"((?:[^"\\\n]|\\.)*revision(?:[^"\\\n]|\\.)*)"', file.read()):
                    seeds.append(text.replace("\\n", "\n").replace('\\"', '"').encode())
        elif name.endswith(".py"):
            with open(f"{folder}/{name}", "rb") as file:
                seeds.append(file.read())
for number, seed in enumerate(seeds):
    with open(f"{directory}/{number:04d}", "wb") as file:
        file.write(seed)
