import MigrationModel

/// Rows of a version table, with what we say and what the real Alembic says.
struct RowCase {
    let name: String
    /// `nil` where there is no table.
    let rows: [VersionTable.Row]?
    let target: String
    let state: State
    let kinds: [FindingKind]
    /// A part of what `alembic upgrade` fails with. Where it does not fail, `nil`.
    let failure: String?
    /// What the table holds after it, where that is not what we say that it should.
    let after: [String]?

    init(
        _ name: String, _ rows: [VersionTable.Row]?, to target: String = "heads", _ state: State,
        _ kinds: FindingKind...,
        failure: String? = nil, after: [String]? = nil
    ) {
        self.name = name
        self.rows = rows
        self.target = target
        self.state = state
        self.kinds = kinds
        self.failure = failure
        self.after = after
    }

    /// For the oracle, as JSON.
    var question: String {
        let rows = rows.map { "[" + $0.map(\.json).joined(separator: ",") + "]" } ?? "null"
        return "[\(rows),\"\(target)\"]"
    }
}

extension VersionTable.Row {
    fileprivate var json: String {
        switch self {
        case .text(let text): "\"\(text)\""
        case .null: "null"
        case .notText(let value): value == "integer 5" ? "5" : "{\"bytes\":\"6131\"}"
        }
    }
}

extension RowCase {
    /// aaaa1111 ← bbbb2222 ← cccc3333, labelled `lab`.
    static let line: [RowCase] = [
        RowCase("1: no version table", nil, .uninitialized),
        RowCase("1: an empty version table", [], .behind),
        RowCase("2: the head", [.text("cccc3333")], .upToDate),
        RowCase("3: behind", [.text("aaaa1111")], .behind),
        RowCase(
            "4: an unknown row", [.text("deadbeef")], .unknownRevision, .unknownRevision,
            failure: "Can't locate revision"),
        RowCase(
            "5: an unknown row beside a known one", [.text("aaaa1111"), .text("deadbeef")], .unknownRevision,
            .unknownRevision, failure: "Can't locate revision"),
        RowCase(
            "6: the beginning of an id", [.text("aaa")], .inconsistent, .inexactRow, after: ["aaa", "cccc3333"]),
        RowCase("6: one letter of an id", [.text("c")], .inconsistent, .inexactRow, after: ["c"]),
        RowCase("8: a branch label", [.text("lab")], .inconsistent, .inexactRow, after: ["cccc3333", "lab"]),
        RowCase("9: heads", [.text("heads")], .inconsistent, .inexactRow, after: ["heads"]),
        RowCase("9: head", [.text("head")], .inconsistent, .inexactRow, after: ["head"]),
        RowCase("9: base", [.text("base")], .inconsistent, .inexactRow, after: ["base", "cccc3333"]),
        RowCase("9: id@head", [.text("cccc3333@head")], .inconsistent, .inexactRow, after: ["cccc3333@head"]),
        RowCase("10: -1", [.text("-1")], .inconsistent, .inexactRow, after: ["-1", "cccc3333"]),
        RowCase("11: empty", [.text("")], .inconsistent, .corruptRow, failure: "AssertionError"),
        RowCase("12: NULL", [.null], .inconsistent, .corruptRow, after: ["cccc3333"]),
        RowCase("13: bytes", [.notText("blob")], .inconsistent, .corruptRow, failure: "is not a string"),
        RowCase("13: a number", [.notText("integer 5")], .inconsistent, .corruptRow, failure: "is not a string"),
        RowCase(
            "14: a blank at the end", [.text("cccc3333 ")], .unknownRevision, .unknownRevision,
            failure: "Can't locate revision"),
        RowCase(
            "14: capitals", [.text("CCCC3333")], .unknownRevision, .unknownRevision, failure: "Can't locate revision"),
        RowCase(
            "15: the head twice", [.text("cccc3333"), .text("cccc3333")], .inconsistent, .duplicateRows,
            after: ["cccc3333", "cccc3333"]),
        RowCase(
            "16: a row behind twice", [.text("aaaa1111"), .text("aaaa1111")], .inconsistent, .duplicateRows,
            failure: "expected to match one row"),
        RowCase(
            "17: an ancestor and its descendant", [.text("aaaa1111"), .text("bbbb2222")], .inconsistent,
            .overlappingRows,
            failure: "overlaps with other requested revisions"),
        RowCase("a target below the head", [], to: "bbbb2222", .behind),
        RowCase("a target by its beginning", [.text("aaaa1111")], to: "bbbb", .behind),
        RowCase("a target by its label", [], to: "lab", .behind),
        RowCase("one more", [.text("aaaa1111")], to: "+1", .behind),
        RowCase("two more from nothing", [], to: "+2", .behind),
        RowCase(
            "one more than there is", [.text("cccc3333")], to: "+1", .unknown, .unknownTarget, failure: "didn't produce"
        ),
        RowCase("one less", [.text("cccc3333")], to: "-1", .unknown, .unknownTarget, failure: "didn't produce"),
        RowCase("one above a revision", [], to: "aaaa1111+1", .behind),
        RowCase("one below a revision", [], to: "cccc3333-1", .behind),
        RowCase("the head of a branch", [.text("aaaa1111")], to: "lab@head", .behind),
        RowCase("one more on a branch", [.text("aaaa1111")], to: "lab@+1", .behind),
        RowCase("the base of a branch", [], to: "lab@base", .upToDate),
        RowCase(
            "a target that is nowhere", [], to: "nowhere", .unknown, .unknownTarget, failure: "Can't locate revision"),
        RowCase(
            "a branch that is nowhere", [], to: "nowhere@head", .unknown, .unknownTarget,
            failure: "Can't locate revision"),
    ]

    /// abcd1 ← abcd2 and abcd1 ← abcd3: two heads.
    static let fork: [RowCase] = [
        RowCase(
            "7: the beginning of two ids", [.text("abcd")], .inconsistent, .ambiguousPrefix, failure: "Can't locate"),
        RowCase("20: on one of two heads", [.text("abcd2")], to: "head", .multipleHeads, failure: "Multiple head"),
        RowCase("20: on one of two heads, to heads", [.text("abcd2")], .behind),
        RowCase(
            "21: on both heads", [.text("abcd2"), .text("abcd3")], to: "head", .multipleHeads, failure: "Multiple head"),
        RowCase("21: on both heads, to heads", [.text("abcd2"), .text("abcd3")], .upToDate),
        RowCase(
            "one more where there are two", [.text("abcd1")], to: "+1", .unknown, .unknownTarget, failure: "Ambiguous"),
    ]

    /// a1 ← a2, b1 ← b2, where b2 depends on a2.
    static let effective: [RowCase] = [
        RowCase("22: nothing yet", [], .behind),
        RowCase("22: the head that depends on the other", [.text("b2")], .upToDate),
        RowCase("22: the same, to head", [.text("b2")], to: "head", .multipleHeads, failure: "Multiple head"),
        RowCase("22: the other one alone", [.text("a2")], .behind),
        RowCase(
            "23: both of them", [.text("a2"), .text("b2")], .inconsistent, .overlappingRows,
            failure: "overlaps with other requested revisions"),
    ]

    /// The same, where a3 comes after a2.
    static let dependent: [RowCase] = [
        RowCase("24: the head that depends on the other, as target", [.text("b2")], to: "b2", .upToDate),
        RowCase("24: the branch below grows", [.text("b2")], .behind),
        RowCase("24: both grown", [.text("a3"), .text("b2")], .upToDate),
    ]

    /// a1 and b1, merged into m1; c1 apart.
    static let merged: [RowCase] = [
        RowCase("25: on one parent of a merge", [.text("a1"), .text("c1")], .behind),
        RowCase("26: two bases, on one", [.text("b1"), .text("c1")], .behind),
        RowCase("27: a base apart is a head", [.text("m1")], .behind),
        RowCase("27: both", [.text("c1"), .text("m1")], .upToDate),
    ]
}
