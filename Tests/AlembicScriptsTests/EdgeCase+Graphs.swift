import MigrationModel

/// Links between revisions.
extension EdgeCase {
    static let graphs: [EdgeCase] = [
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
        EdgeCase(
            "a parent that is the beginning of an id",
            versions: ["a.py": revision("abcd1"), "b.py": revision("b1", "'abc'")],
            finds: [.missingParent]),
        EdgeCase(
            "a parent that is a branch label",
            versions: ["a.py": revision("a1", "None", "branch_labels = 'lab'"), "b.py": revision("b1", "'lab'")],
            finds: [.missingParent]),
        EdgeCase(
            "a parent that is a file name",
            versions: ["0003_add_x.py": revision("a1"), "b.py": revision("b1", "'0003_add_x'")], finds: [.missingParent]
        ),
        EdgeCase(
            "a dependency that is the beginning of an id",
            versions: ["a.py": revision("abcd1"), "b.py": revision("b1", "None", "depends_on = 'abcd'")],
            finds: [.missingDependency]),
        EdgeCase(
            "a dependency on a descendant",
            versions: ["a.py": revision("a1", "None", "depends_on = 'b1'"), "b.py": revision("b1", "'a1'")],
            finds: [.dependencyCycle]),
        EdgeCase(
            "a dependency on itself", versions: ["a.py": revision("a1", "None", "depends_on = 'a1'")], finds: [.loop]),
        EdgeCase(
            "a cycle beside a sound chain",
            versions: [
                "a.py": revision("a1"), "b.py": revision("b1", "'a1'"), "x.py": revision("x1", "'y1'"),
                "y.py": revision("y1", "'x1'"),
            ], finds: [.cycle]),
        EdgeCase(
            "an empty dependency in the only base", versions: ["a.py": revision("a1", "None", "depends_on = ''")],
            finds: [.emptyDependency], differs: true),
        EdgeCase(
            "no dependencies in three forms",
            versions: [
                "a.py": revision("a1", "None", "depends_on = ()"), "b.py": revision("b1", "'a1'", "depends_on = []"),
                "c.py": revision("c1", "'b1'", "depends_on = (None,)"),
            ]),
        EdgeCase(
            "a label that is an id", versions: ["a.py": revision("a1", "None", "branch_labels = 'a1'")],
            finds: [.duplicateLabel]),
        EdgeCase(
            "one label on an ancestor and a descendant",
            versions: [
                "a.py": revision("a1", "None", "branch_labels = 'x'"),
                "b.py": revision("b1", "'a1'", "branch_labels = 'x'"),
            ], finds: [.duplicateLabel]),
        EdgeCase(
            "a label twice in one file", versions: ["a.py": revision("a1", "None", "branch_labels = ('x', 'x')")],
            finds: [.duplicateLabel]),
        EdgeCase(
            "a label in the middle of a line",
            versions: [
                "a.py": revision("a1"), "b.py": revision("b1", "'a1'", "branch_labels = 'mid'"),
                "c.py": revision("c1", "'b1'"),
            ]),
        EdgeCase(
            "bases that are merged",
            versions: ["a.py": revision("a1"), "b.py": revision("b1"), "m.py": revision("m1", "('b1', 'a1')")]),
        EdgeCase("bases that are not merged", versions: ["a.py": revision("a1"), "b.py": revision("b1")]),
    ]

    /// Files that Alembic runs and cannot load, and that can be read all the same.
    static let unloadable: [EdgeCase] = [
        EdgeCase("an import of nothing", versions: ["a.py": "import no_such_module\n" + revision("a1")]).refused,
        EdgeCase(
            "an exception at import",
            versions: ["a.py": revision("a1") + "\nfrom flask import current_app\nx = current_app.config['X']\n"]
        ).refused,
        EdgeCase(
            "no upgrade function", versions: ["a.py": "revision = 'a1'\ndown_revision = None\n"],
            finds: [.noUpgradeFunction]),
        EdgeCase("an environment that fails", versions: ["a.py": revision("a1")]).with(
            ini: "[alembic]\nscript_location = %(here)s/mig\nrevision_environment = true\n", file: "mig/env.py",
            "raise 1"),
    ]
}
