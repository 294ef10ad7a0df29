import MigrationModel

// Indexes and constraints.
extension UpgradeReading {
    mutating func createIndex(_ arguments: OperationArguments) {
        let line = arguments.line
        guard let table = arguments.table(at: 1) else {
            return doubt(.additionsToAnyTable, "create_index() on a table whose name is not known", line: line)
        }
        let parts = arguments.value(2, "columns", tableAt: 1)?.items?.map(sql)
        let name = arguments.value(0, "index_name", tableAt: 1)
        let known = parts.flatMap { $0.contains(nil) ? nil : $0.compactMap(\.self) } ?? []
        guard name?.string != nil || !known.isEmpty else { return add(.alterTable(table), line: line) }
        var index = IndexDefinition(
            name?.string, on: known, isUnique: arguments.flag("unique"), place: place(line))
        limit(&index, to: arguments.named("\(dialect.rawValue)_where"))
        if dialect == .postgresql, let included = arguments.named("postgresql_include") {
            index.included = included.items.map { $0.map(sql) }.flatMap {
                $0.contains(nil) ? nil : $0.compactMap(\.self)
            }
        }
        add(
            .createIndex(
                table, index, isConcurrent: arguments.flag("postgresql_concurrently"),
                ifNotExists: arguments.flag("if_not_exists")), line: line)
    }

    /// To the rows of which a condition holds; `nil` where there is none.
    func limit(_ index: inout IndexDefinition, to condition: Term?) {
        switch condition {
        case nil, .nothing?: break
        case .unknown?, .either?: index.isPartial = nil
        case let condition?:
            index.isPartial = true
            index.condition = sql(condition)
        }
    }

    mutating func dropIndex(_ arguments: OperationArguments) {
        add(
            .dropIndex(
                arguments.value(0, "index_name", tableAt: 1)?.string, on: arguments.table(at: 1),
                schema: arguments.named("schema")?.string, isConcurrent: arguments.flag("postgresql_concurrently")),
            line: arguments.line)
    }

    mutating func createConstraint(_ operation: String, _ arguments: OperationArguments) {
        let line = arguments.line
        let isReference = operation == "create_foreign_key"
        let table =
            isReference
            ? arguments.table(at: 1, "source_table", schema: "source_schema") : arguments.table(at: 1)
        guard let table else {
            return doubt(.additionsToAnyTable, "\(operation)() on a table whose name is not known", line: line)
        }
        let kind: ConstraintDefinition.Kind?
        switch operation {
        case "create_primary_key":
            kind = arguments.value(2, "columns", tableAt: 1)?.strings.map { .primaryKey($0) }
        case "create_unique_constraint":
            kind = arguments.value(2, "columns", tableAt: 1)?.strings.map { .unique($0) }
        case "create_check_constraint":
            kind = arguments.value(2, "condition", tableAt: 1).flatMap(sql).map { .check($0) }
        case "create_foreign_key":
            let referent = TableName(
                arguments.value(2, "referent_table", tableAt: 1), schema: arguments.named("referent_schema"))
            let columns = arguments.value(3, "local_cols", tableAt: 1)?.strings
            let referred = arguments.value(4, "remote_cols", tableAt: 1)?.strings
            if let referent, let columns, let referred {
                kind = .foreignKey(columns, table: referent, referred: referred)
            } else {
                kind = nil
            }
        default: kind = nil
        }
        guard let kind else { return add(.alterTable(table), line: line) }
        let name = arguments.value(0, "constraint_name", tableAt: 1)?.string
        add(
            .addConstraint(
                table, ConstraintDefinition(name, kind, place: place(line)),
                isNotValid: arguments.flag("postgresql_not_valid")), line: line)
    }

    mutating func dropConstraint(_ arguments: OperationArguments) {
        guard let table = arguments.table(at: 1) else { return }
        let form: ConstraintDefinition.Form? =
            switch arguments.value(2, "type_", tableAt: 1)?.string {
            case "foreignkey": .foreignKey
            case "primary": .primaryKey
            case "unique": .unique
            case "check": .check
            default: nil
            }
        add(
            .dropConstraint(table, arguments.value(0, "constraint_name", tableAt: 1)?.string, form),
            line: arguments.line)
    }

    /// A column's name, or an expression as SQLAlchemy writes it; `nil` where that is not known.
    func sql(_ term: Term) -> String? {
        if let text = term.string { return text }
        guard case .call(let call) = term else { return nil }
        switch call.function {
        case .path(let path) where path.hasPrefix("sqlalchemy"):
            switch path.lastName {
            case "text", "column", "literal_column", "quoted_name": return call.positional.first?.string
            case "desc": return call.positional.first.flatMap(sql).map { $0 + " DESC" }
            case "asc": return call.positional.first.flatMap(sql)
            default:
                guard path.contains(".func.") else { return nil }
                let arguments = call.positional.map(sql)
                return arguments.contains(nil)
                    ? nil : "\(path.lastName)(\(arguments.compactMap(\.self).joined(separator: ", ")))"
            }
        case .attribute(let base, "desc"): return sql(base).map { $0 + " DESC" }
        case .attribute(let base, "asc"): return sql(base)
        default: return nil
        }
    }
}
