import MigrationModel

// What a step says, in words that make a table of tests readable.

extension SchemaStep {
    /// `?` for one that may not run, `!` for one outside of a transaction.
    var words: String {
        (condition == nil ? "" : "? ") + (isAutocommitted ? "! " : "") + change.words
    }
}

extension SchemaChange {
    fileprivate var words: String {
        switch self {
        case .createTable(let table, let definition, let isWhole, let ifNotExists):
            "create \(table)(\(definition.words))\(isWhole ? "" : " …")\(ifNotExists ? " if not exists" : "")"
        case .dropTable(let table, let cascades): "drop \(table)\(cascades ? " cascade" : "")"
        case .renameTable(let table, let new): "rename \(table) to \(new)"
        case .addColumn(let table, let added):
            "add \(table).\(added.column.words)"
                + added.constraints.map { " \($0.words)" }.joined() + added.indexes.map { " \($0.words)" }.joined()
                + (added.ifNotExists ? " if not exists" : "")
        case .dropColumn(let table, let column): "drop \(table).\(column)"
        case .alterColumn(let table, let column, let alteration): "alter \(table).\(column)\(alteration.words)"
        case .createIndex(let table, let index, let isConcurrent, let ifNotExists):
            "on \(table) \(index.words)\(isConcurrent ? " concurrently" : "")\(ifNotExists ? " if not exists" : "")"
        case .dropIndex(let name, let table, let schema, let isConcurrent):
            "drop index \(schema.map { $0 + "." } ?? "")\(name ?? "-")\(table.map { " on \($0)" } ?? "")"
                + (isConcurrent ? " concurrently" : "")
        case .renameIndex(let name, let new, _): "rename index \(name) to \(new)"
        case .addConstraint(let table, let constraint, let isNotValid):
            "on \(table) \(constraint.words)\(isNotValid ? " not valid" : "")"
        case .dropConstraint(let table, let name, let form):
            "drop constraint \(name ?? "-") of \(table)\(form.map { " \($0)" } ?? "")"
        case .renameConstraint(let table, let name, let new): "rename constraint \(name) of \(table) to \(new)"
        case .renameType(let name, let new): "rename type \(name) to \(new)"
        case .changeRows(let table): "rows of \(table?.description ?? "-")"
        case .alterTable(let table): "alter \(table)"
        case .dropReferences(let table): "drop references to \(table)"
        case .rebuildTable(let table): "rebuild \(table)"
        case .setSearchPath(let first): "path \(first ?? "-")"
        case .resetSearchPath: "path"
        case .opaque(let doubt): "doubt \(doubt.scope.words)"
        }
    }
}

extension Doubt.Scope {
    fileprivate var words: String {
        switch self {
        case .tables(let tables): tables.words
        case .anyTable: "everything"
        case .newTable: "a new table"
        case .inside(let tables): "inside \(tables.words)"
        case .insideAnyTable: "inside everything"
        case .additions(let tables): "more in \(tables.words)"
        case .additionsToAnyTable: "more in everything"
        }
    }
}

extension Set<TableName> {
    fileprivate var words: String { sorted().map(\.description).joined(separator: ", ") }
}

extension TableDefinition {
    fileprivate var words: String {
        (columns.map(\.words) + constraints.map(\.words) + indexes.map(\.words)).joined(separator: ", ")
    }
}

extension ColumnDefinition {
    /// `name TYPE! =default`, with `!` for one that is never NULL and `?` where that is not known.
    fileprivate var words: String {
        let value =
            switch defaultValue {
            case .none: ""
            case .unknown: " =?"
            case .expression(let sql): " =\(sql)"
            case .sequence: " =sequence"
            case .generated(let sql): " generated(\(sql))"
            }
        return "\(name) \(type?.text ?? "-")\(isNullable.map { $0 ? "" : "!" } ?? "?")\(value)"
    }
}

extension ConstraintDefinition {
    fileprivate var words: String {
        let rule =
            switch kind {
            case .primaryKey(let columns): "key(\(columns.joined(separator: " ")))"
            case .unique(let columns): "unique(\(columns.joined(separator: " ")))"
            case .foreignKey(let columns, let table, let referred):
                "(\(columns.joined(separator: " ")))→\(table)(\(referred.joined(separator: " ")))"
            case .check(let sql): "check(\(sql))"
            case .exclude(let sql): "exclude(\(sql))"
            }
        return (name.map { $0 + ":" } ?? "") + rule
    }
}

extension IndexDefinition {
    fileprivate var words: String {
        "\(isUnique ? "unique " : "")index \(name ?? "-")(\(parts.joined(separator: ", ")))"
            + (condition.map { " where \($0)" } ?? "")
            + (included == [] ? "" : " with \(included?.joined(separator: " ") ?? "?")")
    }
}

extension ColumnAlteration {
    fileprivate var words: String {
        name.words(" name") { $0 } + type.words(" type") { $0.text } + isNullable.words(" nullable") { "\($0)" }
            + defaultValue.words(" default") { "\($0)" }
    }
}

extension ColumnAlteration.Part {
    fileprivate func words(_ name: String, _ value: (Value) -> String) -> String {
        switch self {
        case .kept: ""
        case .changed(let new): "\(name)=\(value(new))"
        case .unknown: "\(name)=?"
        }
    }
}
