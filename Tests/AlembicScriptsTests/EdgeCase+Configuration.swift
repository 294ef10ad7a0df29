import MigrationModel

extension EdgeCase {
    static let inis: [EdgeCase] = [
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

    static let tomls: [EdgeCase] = [
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

    static let separators: [EdgeCase] = [
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
        locations("v2", "os", finds: [.configWarning]),
        locations("", "os"),
        locations("\n  %(here)s/mig/versions\n  %(here)s/v2", finds: [.configError], differs: true),
    ]
}
