import Exposition
package import MigrationModel

/// A snapshot as the text of its file: canonical JSON, sorted and with one item a line, so that a change of the schema is
/// a change of the lines that are about it.
package struct SnapshotText {
    /// Of this format.
    static let format = 1

    private let snapshot: SchemaSnapshot

    package init(_ snapshot: SchemaSnapshot) {
        self.snapshot = snapshot
    }

    /// The whole file.
    package var text: String {
        let head = """
            {
              "format": \(Self.format),
              "engine": \(JSON.quoted(snapshot.dialect.rawValue)),
              "revisions": \(Self.list(snapshot.revisions)),
              "checksum": \(JSON.quoted(checksum)),

            """
        return head + content + "}\n"
    }

    /// Of everything but itself. It notices accidents: an edit by hand, a file that was cut off, a merge.
    var checksum: String {
        // FNV-1a.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        let head = "\(Self.format) \(snapshot.dialect.rawValue) \(Self.list(snapshot.revisions))\n"
        for byte in (head + content).utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private var content: String {
        let schema = snapshot.schema
        let tables = schema.tables.sorted { $0.key < $1.key }.map { name, table in Self.table(name, table) }
        let enums = schema.enums.sorted { $0.key < $1.key }.map { name, labels in
            "{\(Self.name(name)), \"labels\": \(Self.list(labels))}"
        }
        return """
              "tables": \(Self.lines(tables, indent: 2)),
              "views": \(Self.lines(schema.views.sorted().map { "{\(Self.name($0))}" }, indent: 2)),
              "sequences": \(Self.lines(schema.sequences.sorted().map { "{\(Self.name($0))}" }, indent: 2)),
              "enums": \(Self.lines(enums, indent: 2))

            """
    }

    private static func table(_ name: TableName, _ table: TableDefinition) -> String {
        let columns = table.columns.sorted { $0.name < $1.name }.map(column)
        return """
            {
                  \(Self.name(name)),
                  "columns": \(lines(columns, indent: 6)),
                  "constraints": \(lines(table.constraints.map(constraint).sorted(), indent: 6)),
                  "indexes": \(lines(table.indexes.map(index).sorted(), indent: 6))
                }
            """
    }

    private static func column(_ column: ColumnDefinition) -> String {
        var fields = [
            ("name", JSON.quoted(column.name)), ("type", JSON.quoted(column.type?.text ?? "")),
            ("nullable", column.isNullable == false ? "false" : "true"),
        ]
        switch column.defaultValue {
        case .unknown, .none: break
        case .expression(let sql): fields.append(("default", JSON.quoted(sql)))
        case .sequence: fields.append(("sequence", "true"))
        case .generated(let sql): fields.append(("generated", JSON.quoted(sql)))
        }
        return object(fields)
    }

    private static func constraint(_ constraint: ConstraintDefinition) -> String {
        var fields = constraint.name.map { [("name", JSON.quoted($0))] } ?? []
        switch constraint.kind {
        case .primaryKey(let columns): fields.append(("primary_key", list(columns)))
        case .unique(let columns): fields.append(("unique", list(columns)))
        case .foreignKey(let columns, let table, let referred):
            fields.append(("foreign_key", list(columns)))
            fields.append(("references", "{\(name(table)), \"columns\": \(list(referred))}"))
        case .check(let sql): fields.append(("check", JSON.quoted(sql)))
        case .exclude(let sql): fields.append(("exclude", JSON.quoted(sql)))
        }
        return object(fields)
    }

    private static func index(_ index: IndexDefinition) -> String {
        var fields = index.name.map { [("name", JSON.quoted($0))] } ?? []
        fields += [("on", list(index.parts)), ("unique", index.isUnique ? "true" : "false")]
        if let condition = index.condition { fields.append(("where", JSON.quoted(condition))) }
        return object(fields)
    }
}

// The words of JSON.
extension SnapshotText {
    private static func name(_ name: TableName) -> String {
        let schema = name.schema.map { "\"schema\": \(JSON.quoted($0)), " } ?? ""
        return "\(schema)\"name\": \(JSON.quoted(name.name))"
    }

    private static func object(_ fields: [(String, String)]) -> String {
        "{" + fields.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}"
    }

    private static func list(_ texts: [String]) -> String { "[" + texts.map(JSON.quoted).joined(separator: ", ") + "]" }

    private static func lines(_ items: [String], indent: Int) -> String {
        guard !items.isEmpty else { return "[]" }
        let space = String(repeating: " ", count: indent)
        return "[\n" + items.map { "\(space)  \($0)" }.joined(separator: ",\n") + "\n\(space)]"
    }
}
