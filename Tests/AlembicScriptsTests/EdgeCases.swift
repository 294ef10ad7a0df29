import MigrationModel

extension EdgeCase {
    static let all = headers + documents + encodings + files + graphs + inis + tomls + separators

    /// `revision` and `down_revision` in all the forms that Python allows.
    private static let headers: [EdgeCase] = [
        EdgeCase("assigned twice", versions: ["a.py": "revision='x'\nrevision='a1'\ndown_revision=None\n"]),
        EdgeCase("annotated", versions: ["a.py": "revision: str = 'a1'\ndown_revision: str | None = None\n"]),
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

    private static let documents: [EdgeCase] = [
        EdgeCase("no docstring", versions: ["a.py": "revision='a1'\ndown_revision=None\n"]),
        EdgeCase(
            "a docstring behind an import",
            versions: ["a.py": "import os\n'''no'''\nrevision='a1'\ndown_revision=None\n"]),
        EdgeCase("an f-string as docstring", versions: ["a.py": "f'''no'''\nrevision='a1'\ndown_revision=None\n"]),
        EdgeCase("bytes as docstring", versions: ["a.py": "b'''no'''\nrevision='a1'\ndown_revision=None\n"]),
        EdgeCase("adjacent docstrings", versions: ["a.py": "'concat' \" ed\"\nrevision='a1'\ndown_revision=None\n"]),
        EdgeCase(
            "escapes in a docstring",
            versions: [
                "a.py": "'''tab\\there \\\\ \\\ncontinued \\q \\x41\\U0001F600'''\nrevision='a1'\ndown_revision=None\n"
            ]),
        EdgeCase("a raw docstring", versions: ["a.py": "r'''a\\nb'''\nrevision='a1'\ndown_revision=None\n"]),
        EdgeCase("several lines", versions: ["a.py": revision("a1", doc: "\n  one\n  two\n \n  three")]),
        EdgeCase(
            "no empty line", versions: ["a.py": "'''msg\nRevision ID: a1\n'''\nrevision='a1'\ndown_revision=None\n"]),
        EdgeCase(
            "__doc__ assigned", versions: ["a.py": "'''no'''\n__doc__ = 'yes'\nrevision='a1'\ndown_revision=None\n"]),
        EdgeCase("a parenthesised docstring", versions: ["a.py": "('yes')\nrevision='a1'\ndown_revision=None\n"]),
    ]

    private static let encodings: [EdgeCase] = [
        EdgeCase("a byte order mark", bytes: [0xEF, 0xBB, 0xBF] + Array(revision("a1", doc: "é").utf8)),
        EdgeCase(
            "latin-1 by a cookie",
            bytes: Array("# -*- coding: latin-1 -*-\n'''m".utf8) + [0xE9]
                + Array("'''\nrevision='a1'\ndown_revision=None\n".utf8)),
        EdgeCase(
            "windows-1252 by a cookie in the second line",
            bytes: Array("#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n'''m".utf8) + [0x80]
                + Array("'''\nrevision='a1'\ndown_revision=None\n".utf8)),
        EdgeCase(
            "line ends of Windows",
            bytes: Array("'''one\r\ntwo\r\n\r\nthree'''\r\nrevision='a1'\r\ndown_revision=None\r\n".utf8)),
        EdgeCase(
            "line ends of old Macs", bytes: Array("'''one\rtwo\r\rthree'''\rrevision='a1'\rdown_revision=None\r".utf8)),
        EdgeCase(
            "not decodable",
            bytes: Array("'''m".utf8) + [0xE9] + Array("'''\nrevision='a1'\ndown_revision=None\n".utf8),
            finds: [.unparsableFile]),
        EdgeCase("a null byte", bytes: Array(revision("a1").utf8) + [0], finds: [.unparsableFile]),
        EdgeCase(
            "an unknown encoding", bytes: Array("# coding: klingon\nrevision='a1'\ndown_revision=None\n# é".utf8),
            finds: [.unparsableFile]),
        EdgeCase(
            "an error in a function", bytes: Array((revision("a1") + "\n    x = (\n").utf8), finds: [.noUpgradeFunction]
        ),
        EdgeCase(
            "an error before the header", bytes: Array(("x = (\n" + revision("a1")).utf8), finds: [.unparsableFile]),
    ]

    /// Which files count.
    private static let files: [EdgeCase] = [
        EdgeCase(
            "files that are no revisions",
            versions: [
                "a.py": revision("a1"), "__init__.py": "x", "__init__x.py": "x", ".#a.py": "x", "b.txt": "x",
                "e.PY": "x",
                "a.py~": "x", "#f.py#": "x", "d.py/x.txt": "x",
            ]),
        EdgeCase(
            "odd names",
            versions: [
                ".hidden.py": revision("a1"), "_g.py": revision("b1", "'a1'"), "i j-k.py": revision("c1", "'b1'"),
            ]),
        EdgeCase(
            "order of names by code points",
            versions: [
                "B.py": revision("a1"), "a.py": revision("b1"), "é.py": revision("c1"), "_.py": revision("d1"),
                "10.py": revision("e1"), "9.py": revision("f1"),
            ]),
        EdgeCase(
            "a link to a file of another name", versions: ["../real.py": revision("a1")], links: ["l.txt": "../real.py"]
        ),
        EdgeCase(
            "a link to a text", versions: ["a.py": revision("a1"), "real.txt": "x"], links: ["l2.py": "real.txt"]),
        EdgeCase(
            "a link to a file of the same folder", versions: ["a.py": revision("a1")], finds: [.loadedTwice],
            links: ["b.py": "a.py"]),
        EdgeCase(
            "a dangling link", versions: ["a.py": revision("a1")], finds: [.unreadableFile],
            links: ["b.py": "nowhere.py"]),
        EdgeCase("a dangling link to a text", versions: ["a.py": revision("a1")], links: ["b.py": "nowhere.txt"]),
        EdgeCase(
            "a link in a circle", versions: ["a.py": revision("a1")], finds: [.unreadableFile], links: ["b.py": "b.py"]),
        EdgeCase(
            "sub-directories, which are not read", versions: ["a.py": revision("a1"), "sub/b.py": revision("b1")]),
        EdgeCase(
            "sub-directories",
            versions: [
                "z.py": revision("a1"), "sub/b.py": revision("b1"), ".hid/c.py": revision("c1"),
                "sub/y/d.py": revision("d1"),
                "sub/a/d.py": revision("e1"), "__pycache__/e.py": "x", "Sub/b.py": revision("f1"),
            ], links: ["linked": "../other"]
        ).with(
            ini: "[alembic]\nscript_location = %(here)s/mig\nrecursive_version_locations = true\n",
            file: "mig/other/o.py", revision("o1")),
        EdgeCase(
            "True is not true", versions: ["a.py": revision("a1"), "sub/b.py": revision("b1")], finds: [.configWarning]
        )
        .with(ini: "[alembic]\nscript_location = %(here)s/mig\nrecursive_version_locations = True\n"),
        EdgeCase("a compiled file", versions: ["a.py": revision("a1"), "b.pyc": "x"], finds: [.sourcelessFile]),
        EdgeCase(
            "a compiled file that counts", versions: ["a.py": revision("a1"), "b.pyc": "x"], finds: [.unreadableFile]
        )
        .with(ini: "[alembic]\nscript_location = %(here)s/mig\nsourceless = true\n"),
        EdgeCase("no revisions", finds: [.noRevisions]),
    ]

    private static let graphs: [EdgeCase] = [
        EdgeCase(
            "an id twice", versions: ["a.py": revision("a1"), "b.py": revision("a1")], finds: [.duplicateRevision],
            differs: true),
        EdgeCase("a missing parent", versions: ["a.py": revision("a1", "'zz'")], finds: [.missingParent]),
        EdgeCase(
            "a missing dependency", versions: ["a.py": revision("a1", "None", "depends_on = 'zz'")],
            finds: [.missingDependency]),
        EdgeCase("a revision before itself", versions: ["a.py": revision("a1", "'a1'")], finds: [.loop]),
        EdgeCase(
            "a cycle", versions: ["a.py": revision("a1", "'b1'"), "b.py": revision("b1", "'a1'")], finds: [.cycle]),
        EdgeCase(
            "a cycle of dependencies",
            versions: [
                "a.py": revision("a1", "None", "depends_on = 'b1'"),
                "b.py": revision("b1", "None", "depends_on = 'a1'"),
            ], finds: [.dependencyCycle]),
        EdgeCase(
            "a label twice",
            versions: [
                "a.py": revision("a1", "None", "branch_labels = 'x'"),
                "b.py": revision("b1", "None", "branch_labels = 'x'"),
            ], finds: [.duplicateLabel]),
    ]

    private static let inis: [EdgeCase] = [
        EdgeCase("interpolation of another key", ini: "[alembic]\nbase = %(here)s\nscript_location = %(base)s/mig\n"),
        EdgeCase("interpolation of nothing", ini: "[alembic]\nscript_location = %(nope)s/mig\n", finds: [.configError]),
        EdgeCase("a percent sign alone", ini: "[alembic]\nscript_location = 100%/mig\n", finds: [.configError]),
        EdgeCase("a default", ini: "[DEFAULT]\nscript_location = %(here)s/mig\n[alembic]\n"),
        EdgeCase(
            "a default without the section", ini: "[DEFAULT]\nscript_location = %(here)s/mig\n", finds: [.configError]),
        EdgeCase("capitals and a colon", ini: "[alembic]\nSCRIPT_LOCATION : %(here)s/mig\n"),
        EdgeCase(
            "a comment behind a value", ini: "[alembic]\nscript_location = %(here)s/mig ; comment\n",
            finds: [.configError]),
        EdgeCase(
            "an option twice", ini: "[alembic]\nscript_location = %(here)s/mig\nscript_location = %(here)s/mig\n",
            finds: [.configError]),
        EdgeCase(
            "a section twice", ini: "[alembic]\nscript_location = %(here)s/mig\n[alembic]\nx=1\n", finds: [.configError]
        ),
        EdgeCase("no section", ini: "script_location = x\n", finds: [.configError]),
        EdgeCase(
            "a value in the next line", ini: "[alembic]\nscript_location =\n   %(here)s/mig\n", finds: [.configError]),
        EdgeCase("quotes", ini: "[alembic]\nscript_location = \"%(here)s/mig\"\n", finds: [.configError]),
        EdgeCase("a doubled percent sign", ini: "[alembic]\nscript_location = %%(here)s/mig\n", finds: [.configError]),
        EdgeCase("a name in capitals", ini: "[alembic]\nscript_location = %(HERE)s/mig\n"),
        EdgeCase(
            "a byte order mark in the ini", ini: "\u{FEFF}[alembic]\nscript_location = %(here)s/mig\n",
            finds: [.configError]),
        EdgeCase(
            "comments and empty lines",
            ini:
                "# one\n\n; two\n[alembic]\n  # three\nscript_location = %(here)s/mig\n\n[other]\nx = 1\n  # four\n  y\n"
        ),
        EdgeCase(
            "a line without a sign", ini: "[alembic]\nscript_location = %(here)s/mig\nwhat\n", finds: [.configError]),
        EdgeCase("a path relative to the current directory", ini: "[alembic]\nscript_location = mig\n"),
        EdgeCase("a directory that is not there", ini: "[alembic]\nscript_location = nowhere\n", finds: [.configError]),
        EdgeCase(
            "a package", ini: "[alembic]\nscript_location = mypkg:mig\nprepend_sys_path = .\npath_separator = os\n"),
        EdgeCase(
            "a package that is not there", ini: "[alembic]\nscript_location = sys_nope:mig\n", finds: [.configError]),
        EdgeCase(
            "both separators",
            ini:
                "[alembic]\nscript_location = %(here)s/mig\nversion_locations = %(here)s/mig/versions;%(here)s/v2\nversion_path_separator = :\npath_separator = ;\n"
        ),
        EdgeCase(
            "a comment behind the separator",
            ini:
                "[alembic]\nscript_location = %(here)s/mig\nversion_locations = %(here)s/mig/versions:%(here)s/v2\nversion_path_separator = os  # Use os.pathsep.\n",
            finds: [.configWarning], differs: true),
        EdgeCase(
            "the same without version_locations",
            ini: "[alembic]\nscript_location = %(here)s/mig\nversion_path_separator = os  # Use os.pathsep.\n"),
    ]

    private static let tomls: [EdgeCase] = [
        EdgeCase(
            "toml", ini: nil,
            toml: "[build-system]\nrequires = ['x', \"y\"] # z\n[tool.alembic]\nscript_location = \"%(here)s/mig\"\n"),
        EdgeCase(
            "toml with locations", ini: nil,
            toml:
                "[tool.alembic]\nscript_location = \"%(here)s/mig\"\nversion_locations = [\n  \"%(here)s/mig/versions\", # one\n  '%(here)s/v2',\n]\n"
        ),
        EdgeCase(
            "toml with locations in one string", ini: nil,
            toml: "[tool.alembic]\nscript_location = \"%(here)s/mig\"\nversion_locations = \"%(here)s/v2\"\n",
            finds: [.configError], differs: true),
        EdgeCase(
            "toml beside an ini", ini: "[alembic]\nsqlalchemy.url = x\n",
            toml: "[tool.alembic]\nscript_location = \"%(here)s/mig\"\n"),
        EdgeCase(
            "an ini that wins", ini: "[alembic]\nscript_location = %(here)s/nowhere\n",
            toml: "[tool.alembic]\nscript_location = \"%(here)s/mig\"\n", finds: [.configError]),
        EdgeCase(
            "an ini without the section", ini: "[other]\nx=1\n",
            toml: "[tool.alembic]\nscript_location = \"%(here)s/mig\"\n"),
        EdgeCase(
            "a flag in quotes", ini: nil,
            toml: "[tool.alembic]\nscript_location = \"%(here)s/mig\"\nrecursive_version_locations = \"true\"\n",
            finds: [.configError]),
        EdgeCase(
            "a flag", ini: nil,
            toml: "[tool.alembic]\nscript_location = \"%(here)s/mig\"\nrecursive_version_locations = true\n"),
        EdgeCase(
            "a template that is not doubled", ini: nil,
            toml: "[tool.alembic]\nscript_location = \"mig\"\nfile_template = \"%(rev)s\"\n", differs: true
        ).refused,
        EdgeCase("toml of another tool", ini: nil, toml: "[tool.poetry]\nname=\"x\"\n", finds: [.configError]),
        EdgeCase("a value where the table should be", ini: nil, toml: "tool.alembic = 5\n", finds: [.configError]),
        EdgeCase("no toml", ini: nil, toml: "this is not toml =\n", finds: [.configError]),
        EdgeCase(
            "a table below", ini: nil,
            toml:
                "[tool.alembic]\nscript_location = \"%(here)s/mig\"\n[tool.alembic.x]\ny=1\n[[tool.alembic.post_write_hooks]]\nname = \"ruff\"\n"
        ),
        EdgeCase("a number", ini: nil, toml: "[tool.alembic]\nscript_location = 5\n", finds: [.configError]),
        EdgeCase(
            "locations of the ini win", ini: "[alembic]\nversion_locations = %(here)s/v2\npath_separator=os\n",
            toml: "[tool.alembic]\nscript_location = \"%(here)s/mig\"\nversion_locations=[\"%(here)s/mig/versions\"]\n"),
        EdgeCase(
            "an inline table and dotted keys", ini: nil,
            toml:
                "tool.other = {a = 1, b = [1979-05-27, {c = '''d'''}]}\ntool.alembic.script_location = \"\"\"\\\n  %(here)s/mig\"\"\"\n"
        ),
    ]

    private static let separators: [EdgeCase] = [
        locations("%(here)s/mig/versions %(here)s/v2"),
        locations("%(here)s/mig/versions, %(here)s/v2"),
        locations("%(here)s/mig/versions,%(here)s/v2"),
        locations(
            "%(here)s/mig/versions:%(here)s/v2", finds: [.configWarning, .missingLocation, .configError], differs: true),
        locations("%(here)s/mig/versions:%(here)s/v2", "os"),
        locations("%(here)s/mig/versions;%(here)s/v2", ";"),
        locations("%(here)s/mig/versions:%(here)s/v 3", ":"),
        locations("%(here)s/mig/versions  %(here)s/v2", "space"),
        locations("\n  %(here)s/mig/versions\n  %(here)s/v 3", "newline"),
        locations("%(here)s/mig/versions:%(here)s/v2", "comma", finds: [.configError]),
        locations("%(here)s/mig/versions:%(here)s/v2:", "os"),
        locations("%(here)s/mig/versions : %(here)s/v2", "os"),
        locations("%(here)s/mig/versions:%(here)s/nothere", "os", finds: [.missingLocation]),
        locations("%(here)s/v2:%(here)s/v2", "os", finds: [.loadedTwice]),
        locations("%(here)s/v2:%(here)s/mig/versions", "os"),
        locations("v2", "os"),
        locations("", "os"),
        locations("\n  %(here)s/mig/versions\n  %(here)s/v2", finds: [.configError], differs: true),
    ]
}
