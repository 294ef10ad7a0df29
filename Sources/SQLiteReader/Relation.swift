import GRDB

/// A table or a view of the database.
struct Relation: Hashable {
    let name: String
    let isView: Bool
    /// The statement that created it, as SQLite keeps it.
    let sql: String

    /// Without SQLite's own.
    static func all(in database: Database) throws -> [Relation] {
        let query = """
            SELECT name, type = 'view', COALESCE(sql, '') FROM sqlite_master
            WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name
            """
        return try Row.fetchAll(database, sql: query).map { row in
            Relation(name: row[0], isView: row[1], sql: row[2])
        }
    }

    /// As SQLite compares names: without the case of ASCII letters.
    func isNamed(_ other: String) -> Bool {
        Self.folded(name) == Self.folded(other)
    }

    /// The declared type of `version_num`, or `nil` where there is no such column.
    ///
    /// A view whose table is gone, or a virtual table of an extension that is not loaded, has no columns to ask for.
    func versionColumn(in database: Database) throws -> String? {
        let query = "SELECT type FROM pragma_table_xinfo(?) WHERE name = 'version_num' COLLATE NOCASE"
        do {
            return try String.fetchOne(database, sql: query, arguments: [name])
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            return nil
        }
    }

    /// Whether it has a column `version_num` that is declared as text.
    func hasTextColumn(in database: Database) throws -> Bool {
        // The text of a table names its columns, unless it is a virtual one: most need no question.
        guard isView || Self.folded(sql).contains("version_num") else { return false }
        guard let type = try versionColumn(in: database)?.uppercased() else { return false }
        return ["CHAR", "CLOB", "TEXT"].contains { type.contains($0) }
    }

    private static func folded(_ name: String) -> [UInt8] {
        name.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }
    }
}

extension [UInt8] {
    fileprivate func contains(_ word: StaticString) -> Bool {
        let word = Array(word.description.utf8)
        guard count >= word.count else { return false }
        return (0...count - word.count).contains { self[$0..<$0 + word.count].elementsEqual(word) }
    }
}
