import Inspector
import MigrationModel
import PostgresSession

/// The rows of a version table, as they arrive.
enum VersionRows {
    /// What Alembic calls the table where nobody says otherwise.
    static let usualName = "alembic_version"
    /// More rows than this are no version table's, and are not transferred.
    static let most = 1_000
    /// No revision id is longer. What is behind is not transferred, and an ellipsis says so.
    static let longest = 1_000

    static func rows(_ rows: Session.Rows, of table: Candidate) throws(ReadError) -> [VersionTable.Row] {
        guard rows.count <= most else {
            throw .notAVersionTable(table.name, "it has more than \(most) rows, one for each revision is expected")
        }
        return rows.map { row in self.row(row, of: table.column) }.sorted { sortKey($0) < sortKey($1) }
    }

    private static func row(_ row: [QueryResult.Cell?], of column: Candidate.Column) -> VersionTable.Row {
        guard row.count == 2, row[0]?.text != "t", let cell = row[1] else { return .null }
        let text = cell.text.count > longest ? cell.text.prefix(longest) + "…" : cell.text[...]
        switch column {
        case .other(let type): return .notText("\(type) \(text)")
        case .text, .missing: return cell.isRepaired ? .notText("text that is not UTF-8: \(text)") : .text(String(text))
        }
    }

    private static func sortKey(_ row: VersionTable.Row) -> (Int, String) {
        switch row {
        case .text(let text): (0, text)
        case .notText(let text): (1, text)
        case .null: (2, "")
        }
    }
}
