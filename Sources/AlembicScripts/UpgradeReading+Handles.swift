import MigrationModel

extension UpgradeReading {
    /// Whether something is Alembic's `op`, a connection, or made from one.
    func isHandle(_ term: Term) -> Bool {
        switch term {
        case .path(let path): path == "alembic.op" || path == "alembic.context"
        case .attribute(let base, let name): name != "dialect" && isHandle(base)
        case .call(let call):
            Self.isConnecting(call.function)
                || !Self.givesRows(call.function) && (isHandle(call.function) || passesConnection(call))
        case .either(let terms): terms.contains(where: isHandle)
        default: false
        }
    }

    /// A table that looks up its columns keeps no connection for that.
    func passesConnection(_ call: TermCall) -> Bool {
        call.positional.contains(where: isHandle)
            || call.keywords.contains { $0.name != "autoload_with" && isHandle($0.value) }
    }

    /// Whether what comes back are rows or what an inspector tells, with which nothing can be changed.
    private static func givesRows(_ function: Term) -> Bool {
        guard case .attribute(_, let method) = function else { return false }
        return [
            "all", "exec_driver_sql", "execute", "fetchall", "fetchmany", "fetchone", "first", "get_check_constraints",
            "get_columns", "get_foreign_keys", "get_indexes", "get_pk_constraint", "get_table_names",
            "get_unique_constraints", "has_table", "mappings", "one", "one_or_none", "scalar", "scalar_one",
            "scalar_one_or_none", "scalars",
        ].contains(method)
    }

    private static func isConnecting(_ function: Term) -> Bool {
        guard case .path(let path) = function else { return false }
        return [
            "alembic.op.get_bind", "alembic.op.get_context", "alembic.context.get_bind", "alembic.context.get_context",
        ].contains(path)
    }

    /// The call of `op.batch_alter_table()` that a term stands for.
    func batch(_ term: Term) -> TermCall? {
        guard case .call(let call) = term, case .path("alembic.op.batch_alter_table") = call.function else {
            return nil
        }
        return call
    }

    /// Whether something is a statement of SQLAlchemy about rows, or is made from one.
    func isStatementOfRows(_ term: Term) -> Bool { rows(term) != nil }

    /// The table whose rows a statement of SQLAlchemy changes; `nil` for another statement. A query changes none.
    func rows(_ term: Term) -> RowStatement? {
        guard case .call(let call) = term else { return nil }
        switch call.function {
        case .path(let path):
            guard path.hasPrefix("sqlalchemy") || path.hasPrefix("sqlmodel") else { return nil }
            switch path.lastName {
            case "select", "exists", "union", "union_all": return .query
            case "insert", "update", "delete": return .change(call.positional.first.flatMap(tableName))
            default: return nil
            }
        case .attribute(let base, let name):
            if let made = rows(base) { return made }
            switch name {
            case "insert", "update", "delete": return .change(tableName(of: base))
            case "select": return .query
            default: return nil
            }
        default: return nil
        }
    }

    enum RowStatement {
        case query
        case change(TableName?)
    }

    /// The table that `sa.table("x")`, `sa.Table("x", …)` or `op.create_table("x")` stands for.
    func tableName(of term: Term) -> TableName? {
        guard case .call(let call) = term, case .path(let path) = call.function else { return nil }
        switch path.lastName {
        case "Table":
            return TableName(call.argument(0, "name"), schema: call.keyword("schema") ?? schema(ofMetadata: call))
        case "table", "create_table":
            return TableName(call.argument(0, "name") ?? call.keyword("table_name"), schema: call.keyword("schema"))
        default: return nil
        }
    }

    /// The schema that `MetaData(schema="x")` gives the tables in it; `nil` where it gives none.
    private func schema(ofMetadata table: TermCall) -> Term? {
        guard case .call(let metadata)? = table.argument(1, "metadata"), case .path(let path) = metadata.function,
            path.hasPrefix("sqlalchemy"), path.lastName == "MetaData"
        else { return .unknown }
        // What stood first in older versions is a connection.
        let first = metadata.positional.first.flatMap { isHandle($0) ? nil : $0 }
        return metadata.keyword("schema") ?? (metadata.hasMorePositional ? .unknown : first)
    }

    /// Whether a method of a session or of a query changes rows.
    func changesRows(_ method: String, _ base: Term) -> Bool {
        switch method {
        case "add", "add_all", "bulk_insert_mappings", "bulk_save_objects", "bulk_update_mappings", "delete", "merge",
            "update":
            isHandle(base)
        default: false
        }
    }

    /// The `create()` or `drop()` of a table, a type or an index.
    mutating func createOrDrop(_ base: Term, _ call: TermCall, isDrop: Bool) {
        if isType(base) { return }
        if let index = index(base) { return createOrDrop(index, isDrop: isDrop, line: call.line) }
        let isChecked = call.argument(1, "checkfirst").map(\.truth) ?? true
        let isTable: Bool
        if case .call(let made) = base, case .path(let path) = made.function {
            isTable = path.lastName == "Table"
        } else {
            isTable = false
        }
        guard isTable, let table = tableName(of: base), case .call(let made) = base else {
            return isDrop
                ? doubt(.anyTable, "drop() of an object", line: call.line)
                : doubt(.newTable, "create() of an object", line: call.line)
        }
        if isDrop {
            add(.dropTable(table), line: call.line)
        } else {
            create(
                table, made.positional.dropFirst(2), of: made, line: call.line, ifNotExists: isChecked != false,
                refersTo: schema(ofMetadata: made)?.string)
        }
    }

    /// The call of `sa.Index()` that a term stands for.
    private func index(_ term: Term) -> TermCall? {
        guard case .call(let call) = term, case .path(let path) = call.function, path.lastName == "Index" else {
            return nil
        }
        return call
    }

    /// An index on columns of a table that is known: `sa.Index("i", t.c.a)`.
    private mutating func createOrDrop(_ index: TermCall, isDrop: Bool, line: Int) {
        var table: TableName?
        if case .attribute(.attribute(let owner, "c"), _)? = index.positional.dropFirst().first {
            table = tableName(of: owner)
        }
        if isDrop {
            add(.dropIndex(index.argument(0, "name")?.string, on: table), line: line)
        } else {
            doubt(table.map { .additions([$0]) } ?? .additionsToAnyTable, "create() of an index", line: line)
        }
    }

    /// Whether something is an enumerated type or a sequence, whose `create()` makes no table.
    private func isType(_ term: Term) -> Bool {
        switch term {
        case .call(let call):
            switch call.function {
            case .path(let path), .attribute(_, let path):
                ["Enum", "ENUM", "DOMAIN", "Sequence"].contains(path.lastName)
            default: false
            }
        case .either(let terms): terms.allSatisfy(isType)
        default: false
        }
    }
}

extension String {
    /// Of `sqlalchemy.Column` it is `Column`.
    var lastName: String {
        guard let point = utf8.lastIndex(of: UInt8(ascii: ".")) else { return self }
        return String(self[utf8.index(after: point)...])
    }

    /// Of `sqlalchemy.Column` it is `sqlalchemy`.
    var firstName: Substring { self[..<(utf8.firstIndex(of: UInt8(ascii: ".")) ?? endIndex)] }

    /// What stands behind a beginning; `nil` where it begins with something else.
    func behind(_ beginning: String) -> String? {
        guard hasPrefix(beginning) else { return nil }
        return String(self[utf8.index(startIndex, offsetBy: beginning.utf8.count)...])
    }
}

extension TableName {
    /// What an operation names so; `nil` where the name or the schema is not known.
    init?(_ name: Term?, schema: Term?) {
        guard let name = name?.string else { return nil }
        switch schema {
        case nil, .nothing?: self.init(name)
        case let schema?:
            guard let schema = schema.string else { return nil }
            self.init(schema: schema, name)
        }
    }
}
