import MigrationModel

extension EdgeCase {
    /// `revision` and `down_revision` in all the forms that Python allows.
    static let headers: [EdgeCase] = [
        EdgeCase("assigned twice", versions: ["a.py": "revision='x'\nrevision='a1'\ndown_revision=None\n"]),
        EdgeCase("annotated", versions: ["a.py": "revision: str = 'a1'\ndown_revision: str | None = None\n"]),
        EdgeCase(
            "annotated with an expression",
            versions: [
                "a.py": "revision: dict(a=['b'])['a'] = 'a1'\ndown_revision: lambda x=1: x = None\n"
                    + "branch_labels: {'k': (1, 2)} = 'l1'\ndepends_on: str\ndepends_on = None\n"
            ]),
        EdgeCase("in an if that is true", versions: ["a.py": "if True:\n    revision='a1'\ndown_revision=None\n"]),
        EdgeCase(
            "in a try of literals",
            versions: ["a.py": "try:\n    revision='a1'\nexcept Exception:\n    revision='b'\ndown_revision=None\n"]),
        EdgeCase(
            "in an if that may be either",
            versions: [
                "a.py": "import sys\nif sys.argv:\n    revision='a1'\nelse:\n    revision='b1'\ndown_revision=None\n"
            ], finds: [.dynamicRevision], differs: true),
        EdgeCase(
            "the same in both branches",
            versions: [
                "a.py": "import sys\nif sys.argv:\n    revision='a1'\nelse:\n    revision='a1'\ndown_revision=None\n"
            ]),
        EdgeCase("unpacked", versions: ["a.py": "revision, down_revision = 'a1', None\n"]),
        EdgeCase("chained", versions: ["a.py": "revision = other = 'a1'\ndown_revision = branch_labels = None\n"]),
        EdgeCase("by a constant", versions: ["a.py": "R = 'a1'\nrevision = R\nR = 'b1'\ndown_revision = None\n"]),
        EdgeCase("concatenated", versions: ["a.py": "revision = 'a' + '1'\ndown_revision = None\n"]),
        EdgeCase("an f-string", versions: ["a.py": "n = 1\nrevision = f'a{n}{{}}'\ndown_revision = None\n"]),
        EdgeCase("adjacent strings", versions: ["a.py": "revision = ('a'\n  '1')\ndown_revision = None\n"]),
        EdgeCase(
            "raw and escaped", versions: ["a.py": "revision = r'a\\x' '\\x41\\u00e9\\101'\ndown_revision = None\n"]),
        EdgeCase("formatted with %", versions: ["a.py": "revision = 'a%s_%d' % ('b', 3)\ndown_revision = None\n"]),
        EdgeCase(
            "behind a function with such a local name",
            versions: [
                "a.py":
                    "revision = 'a1'\ndown_revision = None\ndef upgrade():\n    revision = 'b'\nclass C:\n    down_revision = 'c'\n"
            ]),
        EdgeCase(
            "in a loop", versions: ["a.py": "for revision in ('a1', 'b1'): pass\ndown_revision = None\n"],
            finds: [.dynamicRevision], differs: true),
        EdgeCase("deleted", versions: ["a.py": "revision = 'a1'\ndown_revision = None\ndel revision\n"], finds: []),
        EdgeCase(
            "no revision and another name", versions: ["utils.py": "down_revision = None\n"], finds: [.unidentifiedFile]
        ),
        EdgeCase("no revision but a name of hexadecimal digits", versions: ["cafe01.py": "down_revision = None\n"]),
        EdgeCase("no down_revision", versions: ["a.py": "revision = 'a1'\n"], finds: [.unidentifiedFile]),
        EdgeCase("an empty file", versions: ["a.py": ""], finds: [.unidentifiedFile]),
        EdgeCase("an empty tuple", versions: ["a.py": revision("a1", "()")]),
        EdgeCase("an empty list", versions: ["a.py": revision("a1", "[]")]),
        EdgeCase("a tuple of None", versions: ["a.py": revision("a1", "(None,)")]),
        EdgeCase("a tuple of one", versions: ["a.py": revision("a1"), "b.py": revision("b1", "('a1',)")]),
        EdgeCase("a list of one", versions: ["a.py": revision("a1"), "b.py": revision("b1", "['a1']")]),
        EdgeCase("a set of one", versions: ["a.py": revision("a1"), "b.py": revision("b1", "{'a1'}")]),
        EdgeCase(
            "the same twice", versions: ["a.py": revision("a1"), "b.py": revision("b1", "('a1', 'a1')")],
            finds: [.duplicateParent]),
        EdgeCase("an empty string", versions: ["a.py": revision("a1", "''")], finds: [.invalidValue]),
        EdgeCase("False", versions: ["a.py": revision("a1", "False")], finds: [.invalidValue], differs: true),
        EdgeCase("a number", versions: ["a.py": revision("a1", "5")], finds: [.invalidValue]),
        EdgeCase("bytes", versions: ["a.py": revision("a1", "b'x'")], finds: [.invalidValue]),
        EdgeCase(
            "a name beside None", versions: ["a.py": revision("a1"), "b.py": revision("b1", "('a1', None)")],
            finds: [.invalidValue]),
        EdgeCase("a hyphen in the id", versions: ["a.py": revision("2024-01-01")], finds: [.invalidID]),
        EdgeCase("an at sign in the id", versions: ["a.py": revision("a@1")], finds: [.invalidID]),
        EdgeCase("a plus sign in the id", versions: ["a.py": revision("a+1")], finds: [.invalidID]),
        EdgeCase("a colon in the id", versions: ["a.py": revision("a:1")], finds: [.invalidID]),
        EdgeCase("an empty id", versions: ["a.py": revision("")], finds: [.invalidValue], differs: true),
        EdgeCase("None as id", versions: ["a.py": "revision = None\ndown_revision = None\n"], finds: [.invalidValue]),
        EdgeCase("zero", versions: ["a.py": revision("a1", "0")], finds: [.invalidValue], differs: true),
        EdgeCase(
            "an id that is computed from an import",
            versions: ["a.py": "import os\nrevision = os.path.basename('a1')\ndown_revision = None\n"],
            finds: [.dynamicRevision], differs: true),
        EdgeCase("no revision but digits", versions: ["0001.py": "down_revision = None\n"]),
        EdgeCase(
            "no revision and letters beyond f", versions: ["abc_def0.py": "down_revision = None\n"],
            finds: [.unidentifiedFile]),
        EdgeCase(
            "no revision and capitals", versions: ["ABC.py": "down_revision = None\n"], finds: [.unidentifiedFile]),
        EdgeCase("a number as id", versions: ["a.py": "revision = 5\ndown_revision = None\n"], finds: [.invalidValue]),
        EdgeCase("dots, blanks and accents in the id", versions: ["a.py": revision("0.98.0 é")]),
        EdgeCase("a long id", versions: ["a.py": revision(String(repeating: "x", count: 40))], finds: [.longID]),
        EdgeCase("labels as a list", versions: ["a.py": revision("a1", "None", "branch_labels = ['x', 'y']")]),
        EdgeCase("labels as a set", versions: ["a.py": revision("a1", "None", "branch_labels = {'x', 'y'}")]),
        EdgeCase("a label as a string", versions: ["a.py": revision("a1", "None", "branch_labels = 'xyz'")]),
        EdgeCase(
            "a computed label", versions: ["a.py": revision("a1", "None", "branch_labels = (str(1),)")],
            finds: [.dynamicLabel], differs: true),
        EdgeCase(
            "dependency on a label",
            versions: [
                "a.py": revision("a1", "None", "branch_labels = 'x'"),
                "b.py": revision("b1", "None", "depends_on = 'x'"),
            ]),
        EdgeCase(
            "dependency on itself as an ancestor",
            versions: ["a.py": revision("a1"), "b.py": revision("b1", "'a1'", "depends_on = 'a1'")],
            finds: [.redundantDependency]),
        EdgeCase(
            "an empty dependency",
            versions: ["a.py": revision("a1"), "b.py": revision("b1", "'a1'", "depends_on = ''")],
            finds: [.emptyDependency]),
    ]
}
