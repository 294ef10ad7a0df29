import MigrationModel

/// Names that are bound, and lists that are changed, otherwise than by an assignment that stands in the file alone.
extension EdgeCase {
    static let bindings: [EdgeCase] = [
        changing("append", "down_revision.append('b1')"),
        changing("extend", "down_revision.extend(['b1'])"),
        changing("insert", "down_revision.insert(0, 'b1')"),
        changing("an item that is set", "down_revision[0] = 'b1'"),
        changing("an item that is deleted", "del down_revision[0]"),
        changing("pop", "_ = down_revision.pop()"),
        changing("in a loop", "for name in ('b1',):\n    down_revision.append(name)"),
        changing("under a condition", "if __name__:\n    down_revision.append('b1')"),
        changing("in a handler", "try:\n    import nowhere\nexcept ImportError:\n    down_revision.append('b1')"),
        changing("by another name", "x = down_revision\nx += ['b1']"),
        changing("by a third name", "x = y = down_revision\n(x).append('b1')"),
        changing("in a tuple", "x = (down_revision, 1)\nx[0].append('b1')"),
        changing("in a comprehension", "_ = [down_revision.append(n) for n in ('b1',)]"),
        changing("by a function", "def f():\n    down_revision.append('b1')\nf()"),
        changing("by a function's parameter", "def f(x):\n    x.append('b1')\nf(down_revision)"),
        changing("by a function of another module", "import heapq\nheapq.heappush(down_revision, 'b1')"),
        changing("as the target of a loop", "for down_revision[0] in ('b1',): pass"),
        header("a list that grows by +=", "revision = 'a1'\ndown_revision = []\ndown_revision += []"),
        header("another empty list", "revision = 'a1'\ndown_revision = []\nother = []\nother.append('x')"),
        header("a list that is only read", "revision = 'a1'\ndown_revision = []\nassert len(down_revision) == 0"),
        header("a list that is given away as a copy", "x = []\ndown_revision = [*x]\nx.append('b1')\nrevision = 'a1'"),
        header("labels of a set", "revision = 'a1'\nbranch_labels = {'x'}\nbranch_labels.add('y')", [.dynamicLabel]),
        header("by := in a condition", "revision = 'zz'\nif (revision := 'a1'): pass"),
        header("by := in an assertion", "revision = 'zz'\nassert (revision := 'a1')", [.dynamicRevision]),
        header("by := in a list", "revision = 'zz'\n[revision := 'a1']", [.dynamicRevision]),
        header("by := in a comprehension", "revision = 'zz'\n[(revision := n) for n in ('a1',)]", [.dynamicRevision]),
        header("by := in a loop", "revision = 'zz'\nwhile not (revision := 'a1'): pass", [.dynamicRevision]),
        header("by := alone", "(revision := 'a1')"),
        header(
            "by a function that is called", "revision = 'zz'\ndef f():\n    global revision\n    revision = 'a1'\nf()",
            [.dynamicRevision]),
        header(
            "by a function that a function calls",
            "revision = 'zz'\ndef g():\n    global revision; revision = 'a1'\ndef f():\n    g()\n_ = [f()]",
            [.dynamicRevision]),
        header(
            "by a decorator",
            "revision = 'zz'\ndef f(x):\n    global revision\n    revision = 'a1'\n@f\ndef g(): pass",
            [.dynamicRevision]),
        header(
            "by a function that nothing calls", "revision = 'a1'\ndef f():\n    global revision\n    revision = 'zz'"),
        header(
            "by a class", "revision = 'zz'\nclass C:\n    global revision\n    revision = 'a1'", [.dynamicRevision]),
        header(
            "by the else of a loop that may break",
            "revision = 'a1'\nfor n in (1, 2):\n    if n: break\nelse:\n    revision = 'zz'", [.dynamicRevision]),
        header(
            "by the else of a loop around one that may break",
            "for n in (1, 2):\n    for m in (1, 2): break\nelse:\n    revision = 'a1'"),
        header(
            "where errors are suppressed",
            "import contextlib\nrevision = 'a1'\nwith contextlib.suppress(Exception):\n    import nowhere\n"
                + "    revision = 'zz'", [.dynamicRevision]),
        header(
            "by the name of an error",
            "revision = 'zz'\ntry:\n    import nowhere\nexcept ImportError as revision:\n    x = revision\n"
                + "revision = 'a1'"),
    ]

    /// A list that names one parent more than at first, or another one.
    private static func changing(_ name: String, _ change: String) -> EdgeCase {
        EdgeCase(
            "a list that is changed: \(name)",
            versions: [
                "a.py": revision("b0"), "b.py": revision("b1"),
                "c.py": "revision = 'c1'\ndown_revision = ['b0']\n\(change)\ndef upgrade(): pass\n",
            ], finds: [.dynamicRevision], differs: true)
    }

    private static func header(_ name: String, _ text: String, _ finds: [FindingKind] = []) -> EdgeCase {
        let down = text.contains("down_revision") ? "" : "down_revision = None\n"
        return EdgeCase(
            "bound: \(name)", versions: ["a.py": "\(down)\(text)\ndef upgrade(): pass\n"], finds: finds,
            differs: !finds.isEmpty)
    }
}
