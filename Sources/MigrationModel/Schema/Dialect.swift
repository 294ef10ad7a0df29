/// The kind of database that scripts are read for, by the name that SQLAlchemy gives its dialect.
package enum Dialect: String, Sendable, CaseIterable {
    case postgresql
    case sqlite
}

extension Dialect {
    /// A name as the database compares it: PostgreSQL keeps 63 bytes of it, SQLite does not see the case of ASCII.
    func key(_ name: String) -> String {
        switch self {
        case .postgresql: name.utf8.count <= 63 ? name : Self.truncated(name)
        case .sqlite: name.utf8.contains(where: Self.isCapital) ? Self.folded(name) : name
        }
    }

    func key(_ table: TableName) -> TableName {
        switch self {
        case .postgresql: table.name.utf8.count <= 63 ? table : TableName(schema: table.schema, key(table.name))
        case .sqlite: TableName(key(table.name))
        }
    }

    /// PostgreSQL cuts in front of a character that does not fit whole.
    private static func truncated(_ name: String) -> String {
        var text = ""
        var length = 0
        for scalar in name.unicodeScalars {
            length += UTF8.width(scalar)
            if length > 63 { break }
            text.unicodeScalars.append(scalar)
        }
        return text
    }

    private static func folded(_ name: String) -> String {
        String(decoding: name.utf8.map { isCapital($0) ? $0 + 32 : $0 }, as: UTF8.self)
    }

    private static func isCapital(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}
