import GRDB
import Inspector
import MigrationModel

/// The rows of a version table.
enum VersionRows {
    /// What Alembic calls the table where nobody says otherwise.
    static let usualName = "alembic_version"
    /// More rows than this are no version table's.
    static let most = 1_000
    /// No revision id is longer. What is behind is left out, and an ellipsis says so.
    static let longest = 1_000

    static func table(_ relation: Relation, in database: Database) throws -> VersionTable {
        let name = TableName(relation.name)
        guard try relation.versionColumn(in: database) != nil else {
            throw ReadError.notAVersionTable(name, "it has no column version_num")
        }
        // The bytes, as SQLite does not check that a text is UTF-8. Four for a character at most.
        let value = "hex(substr(CAST(version_num AS BLOB), 1, \(4 * (longest + 1))))"
        let table = "\"" + relation.name.replacing("\"", with: "\"\"") + "\""
        let query = "SELECT typeof(version_num), \(value) FROM \(table) LIMIT \(most + 1)"
        let rows = try Row.fetchAll(database, sql: query)
        guard rows.count <= most else {
            throw ReadError.notAVersionTable(
                name, "it has more than \(most) rows, one for each revision is expected")
        }
        let values = rows.map { row in Self.row(type: row[0], hex: row[1]) }
        return VersionTable(name: name, rows: values.sorted { sortKey($0) < sortKey($1) })
    }

    private static func row(type: String, hex: String) -> VersionTable.Row {
        if type == "null" { return .null }
        if type == "blob" { return .notText("blob x'\(hex.prefix(longest))'") }
        let bytes = bytes(hex)
        let whole = String(validating: bytes, as: UTF8.self)
        let text = whole ?? String(decoding: bytes, as: UTF8.self)
        let shown = text.count > longest ? text.prefix(longest) + "…" : text[...]
        guard type == "text" else { return .notText("\(type) \(shown)") }
        // A long text may have been cut in the middle of a character.
        guard whole != nil || text.count > longest else { return .notText("text that is not UTF-8: \(shown)") }
        return .text(String(shown))
    }

    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.utf8.map { $0 >= UInt8(ascii: "A") ? $0 - UInt8(ascii: "A") + 10 : $0 - UInt8(ascii: "0") }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    private static func sortKey(_ row: VersionTable.Row) -> (Int, String) {
        switch row {
        case .text(let text): (0, text)
        case .notText(let text): (1, text)
        case .null: (2, "")
        }
    }
}
