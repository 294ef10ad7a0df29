/// What the rows of a version table say, row by row, against the scripts.
///
/// Alembic resolves symbols, labels and unique beginnings of ids in a row (`RevisionMap._resolve_revision_number`), and
/// then cannot update that row. So nothing but an exact id counts here.
struct RowVerdict: Equatable {
    /// The rows that are exact ids of the graph, each once.
    private(set) var known: [RevisionID] = []
    /// Texts that are no id of the graph, and could be one.
    private(set) var unknown: [String] = []
    /// Whether the rows are wrong in themselves, so that an upgrade would fail or go astray.
    private(set) var isInconsistent = false
    private(set) var findings: [Finding] = []

    init(_ rows: [VersionTable.Row], table: TableName, in graph: RevisionGraph) {
        for row in rows.uniqued {
            switch row {
            case .null: wrong(.corruptRow, "\(table) holds a row with NULL.", cure: Self.correct(table))
            case .notText(let value):
                wrong(.corruptRow, "\(table) holds a value that is no text: \(value).", cure: Self.correct(table))
            case .text(let text): judge(text, table: table, in: graph)
            }
        }
        for (row, count) in rows.counted where count > 1 {
            wrong(
                .duplicateRows, "\(table) holds the row \(row.shown) \(count) times.",
                cure: "Delete all but one, and give the table its primary key back.")
        }
        findOverlaps(table: table, in: graph)
    }

    private mutating func judge(_ text: String, table: TableName, in graph: RevisionGraph) {
        guard let id = RevisionID(text) else {
            return wrong(.corruptRow, "\(table) holds an empty row.", cure: Self.correct(table))
        }
        if graph.contains(id) { return known.append(id) }
        if let labelled = graph.labels[id] {
            return wrong(
                .inexactRow, "\(table) holds '\(text)', the branch label of \(graph.revisions[labelled].id).",
                cure: Self.correct(table))
        }
        if ["head", "heads", "base"].contains(text) || text.contains(where: { "@-+:".contains($0) }) {
            return wrong(
                .inexactRow, "\(table) holds '\(text.shortened)', which can be no revision id.",
                cure: Self.correct(table))
        }
        let begins = graph.keys(beginningWith: text).map { graph.revisions[$0].id }
        switch begins.count {
        case 0:
            unknown.append(text)
            findings.append(
                Finding(
                    .unknownRevision, "Can't locate revision identified by '\(text.shortened)', which \(table) holds.",
                    cure: nearMatch(of: text, in: graph)
                        ?? "Newer code migrated this database, or the revision's file is gone: release that code."))
        case 1:
            wrong(
                .inexactRow, "\(table) holds '\(text)', only the beginning of \(begins[0]).", cure: Self.correct(table))
        default:
            wrong(
                .ambiguousPrefix,
                "\(table) holds '\(text)', the beginning of \(begins.map(\.text).joined(separator: " and of ")).",
                cure: Self.correct(table))
        }
    }

    /// A row that another one builds on: `upgrade` refuses ("overlaps with other requested revisions").
    private mutating func findOverlaps(table: TableName, in graph: RevisionGraph) {
        let positions = known.compactMap { graph.positions[$0] }
        let owners = graph.owners(above: positions)
        for position in positions {
            guard let owner = owners[position] else { continue }
            let (row, above) = (graph.revisions[position].id, graph.revisions[owner].id)
            wrong(
                .overlappingRows, "\(table) holds \(row) and \(above), which builds on it.",
                cure: "Where the schema really stands at \(above): DELETE FROM \(table) WHERE version_num = '\(row)';")
        }
    }

    private mutating func wrong(_ kind: FindingKind, _ message: String, cure: String) {
        isInconsistent = true
        findings.append(Finding(kind, message, cure: cure))
    }

    private static func correct(_ table: TableName) -> String {
        "Find out where the schema really stands, then write the full id with `alembic stamp --purge` into \(table)."
    }

    private func nearMatch(of text: String, in graph: RevisionGraph) -> String? {
        let bare = text.trimmed.lowercased()
        let near = graph.revisions.first { $0.id.text.lowercased() == bare }
        return near.map { "It differs from \($0.id) only in blanks or in the case of letters: correct the row." }
    }
}

extension VersionTable.Row {
    fileprivate var shown: String {
        switch self {
        case .text(let text): "'\(text.shortened)'"
        case .null: "NULL"
        case .notText(let value): value
        }
    }
}

extension [VersionTable.Row] {
    /// Each row once, in the order of their first places.
    fileprivate var uniqued: [VersionTable.Row] { counted.map(\.row) }

    fileprivate var counted: [(row: VersionTable.Row, count: Int)] {
        var counts: [VersionTable.Row: Int] = [:]
        for row in self { counts[row, default: 0] += 1 }
        return filter { counts[$0] != nil }.compactMap { row in
            counts.removeValue(forKey: row).map { (row, $0) }
        }
    }
}

extension String {
    /// Short enough for a message: a row can hold a megabyte.
    package var shortened: String { count > 80 ? prefix(80) + "… (\(count) characters)" : self }

    /// Without white space at the ends.
    fileprivate var trimmed: String {
        let kept = drop(while: \.isWhitespace)
        return String(kept.reversed().drop(while: \.isWhitespace).reversed())
    }
}
