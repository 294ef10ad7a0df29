import MigrationModel

extension EdgeCase {
    static let documents: [EdgeCase] = [
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

    static let encodings: [EdgeCase] = [
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
            "windows-1251 by a cookie",
            bytes: Array("# coding: cp1251\n'''".utf8) + [0xEF, 0xF0, 0xE8]
                + Array("'''\nrevision='a1'\ndown_revision=None\n".utf8)),
        encoded("KOI8-R", "koi8-r", "'''", [0xF0, 0xD2, 0xC9], "'''"),
        encoded("Latin-9", "iso-8859-15", "'''", [0xA4, 0xBD, 0xE9], "'''"),
        encoded("Latin-2", "iso8859_2", "'''", [0xA1, 0xE8, 0xE9], "'''"),
        encoded("Windows-1250", "cp1250", "'''", [0x80, 0xE8, 0xE9], "'''"),
        encoded("UTF-8 as Emacs names it", "utf-8-unix", "'''", [0xC3, 0xA9], "'''"),
        encoded("Latin-1 as Emacs names it", "latin-1-dos", "'''", [0xE9], "'''"),
        // Of some of these the second byte is that of a backslash.
        encoded("GBK", "gbk", "x = '", [0xC4, 0xE3, 0x81, 0x5C], "'"),
        encoded("GB 18030", "gb18030", "x = '", [0x81, 0x30, 0x81, 0x30, 0x81, 0x5C], "'"),
        encoded("Big5", "big5", "x = '", [0xA5, 0x5C], "'"),
        encoded("Shift JIS", "shift_jis", "x = '", [0x95, 0x5C, 0xB1, 0x83, 0x5C], "'"),
        encoded("EUC-JP", "euc-jp", "x = '", [0xC6, 0xFC, 0x8F, 0xB0, 0xA1, 0x8E, 0xB1], "'"),
        encoded("EUC-KR", "euc-kr", "# ", [0xB0, 0xA1], ""),
        encoded("a character that is not whole", "gbk", "x = '", [0xC4], "'", finds: [.unparsableFile]),
        encoded("no ASCII", "ascii", "x = '", [0xC4], "'", finds: [.unparsableFile]),
        encoded("an encoding that is not known here", "cp037", "x = '", [0xC4], "'", finds: [.unparsableFile]),
        encoded("a comment that is not UTF-8", nil, "# ", [0xE9, 0xFF], ""),
        encoded("such a comment behind a string", nil, "x = '''\n# ''' + f'{1}' # ", [0xE9], " '"),
        encoded("such a comment in a function", nil, "def f():\n    x = [ # ", [0xE9], "\n    ]"),
        encoded("such a comment in spite of a cookie", "utf-8", "# ", [0xE9], ""),
        encoded("such a comment and a cookie of another spelling", "utf8", "# ", [0xE9], "", finds: [.unparsableFile]),
        encoded("a string that is not UTF-8", nil, "x = '# ", [0xE9], "'", finds: [.unparsableFile]),
        encoded("such a string in a function", nil, "def f():\n    '", [0xE9], "'", finds: [.unparsableFile]),
        encoded("a name that is not UTF-8", nil, "caf", [0xE9], " = 1", finds: [.unparsableFile]),
        encoded("bytes that are not ASCII", nil, "x = b'", [0xE9], "'", finds: [.unparsableFile]),
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

    /// A version file that begins with this text.
    private static func encoded(
        _ name: String, _ cookie: String?, _ start: String, _ bytes: [UInt8], _ end: String, finds: [FindingKind] = []
    ) -> EdgeCase {
        let first = cookie.map { "# -*- coding: \($0) -*-\n" } ?? ""
        let rest = "\nrevision='a1'\ndown_revision=None\ndef upgrade(): pass\n"
        return EdgeCase(name, bytes: Array((first + start).utf8) + bytes + Array((end + rest).utf8), finds: finds)
    }

    /// Which files count.
    static let files: [EdgeCase] = [
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
}
