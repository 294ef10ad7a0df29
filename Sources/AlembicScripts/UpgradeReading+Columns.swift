import MigrationModel

/// A column, with what is said of it that is no part of it.
struct ReadColumn {
    var column: ColumnDefinition
    var constraints: [ConstraintDefinition] = []
    var indexes: [IndexDefinition] = []
    var isPrimaryKey = false
    /// Whether it counts up by itself where it is a primary key alone.
    var mayIncrement = false
    /// Whether it says itself that it may be NULL.
    var isExplicitlyNullable = false
    /// Whether every table has it, so that none is made.
    var isOfSystem = false
}

extension UpgradeReading {
    /// `sa.Column("name", type, …)`; `nil` for anything else, and where the name is not known.
    func column(_ term: Term, of table: TableName, line: Int) -> ReadColumn? {
        guard case .call(let call) = term else { return nil }
        switch call.function {
        case .path(let path) where path.lastName == "Column":
            let isOurs = path.hasPrefix("sqlalchemy.") || path.hasPrefix("sqlmodel.")
            return read(call, of: table, isOurs: isOurs)
        case .attribute(let base, "copy"), .attribute(let base, "_copy"): return column(base, of: table, line: line)
        default: return nil
        }
    }

    private func read(_ call: TermCall, of table: TableName, isOurs: Bool) -> ReadColumn? {
        let named = call.argument(0, "name")
        guard let name = named?.string else { return nil }
        let place = place(call.line)
        guard isOurs else {
            // Another class of that name may add to what is written.
            return ReadColumn(
                column: ColumnDefinition(name, nil, isNullable: nil, defaultValue: .unknown, place: place))
        }
        var rest = call.positional.dropFirst(call.keywords.contains { $0.name == "name" } ? 0 : 1)
        var type = call.keyword("type_")
        if type == nil || type == .unknown, let first = rest.first, !first.isColumnPart {
            type = first
            rest = rest.dropFirst()
        }
        var read = ReadColumn(
            column: ColumnDefinition(
                name, type.flatMap(typeName).map { ColumnType($0) }, isNullable: true, defaultValue: .none, place: place
            ))
        readFlags(call, &read)
        for part in rest { self.read(part, of: call, to: &read) }
        if call.hasMorePositional { read.column.defaultValue = .unknown }
        let isInteger = ["INTEGER", "BIGINT", "SMALLINT"].contains(read.column.type?.text)
        let isNumber = isInteger || read.column.type?.isDecimal != false
        let isFree = read.constraints.allSatisfy { $0.form != .foreignKey }
        read.mayIncrement =
            (dialect == .sqlite ? read.column.type?.text == "INTEGER" : isNumber && isFree)
            && read.column.defaultValue == .none && call.keyword("default") == nil
            && [nil, .boolean(true), .string("auto")].contains(call.keyword("autoincrement"))
            && !rest.contains { $0.isCall(of: "Sequence") }
        return read
    }

    private func readFlags(_ call: TermCall, _ read: inout ReadColumn) {
        let name = read.column.name
        let place = read.column.place
        if let isKey = call.keyword("primary_key") {
            read.isPrimaryKey = isKey.truth == true
            if isKey.truth == nil { read.column.isNullable = nil }
        }
        switch call.keyword("nullable") {
        case nil: if read.isPrimaryKey { read.column.isNullable = false }
        case let nullable?:
            read.column.isNullable = nullable.truth
            read.isExplicitlyNullable = nullable.truth == true
        }
        if let value = call.keyword("server_default") { read.column.defaultValue = defaultValue(value) }
        read.isOfSystem = call.keyword("system")?.truth == true
        let isUnique = call.keyword("unique")?.truth == true
        if call.keyword("index")?.truth == true {
            read.indexes.append(IndexDefinition(nil, on: [name], isUnique: isUnique, place: place))
        } else if isUnique {
            read.constraints.append(ConstraintDefinition(nil, .unique([name]), place: place))
        }
    }

    private func read(_ part: Term, of call: TermCall, to read: inout ReadColumn) {
        guard case .call(let made) = part, case .path(let path) = made.function else { return }
        switch path.lastName {
        case "ForeignKey":
            guard let target = made.argument(0, "column")?.string.flatMap(ReferredColumn.init),
                made.keyword("use_alter")?.truth != true
            else { return }
            read.constraints.append(
                ConstraintDefinition(
                    made.keyword("name")?.string,
                    .foreignKey([read.column.name], table: target.table, referred: [target.column]),
                    place: read.column.place))
        case "CheckConstraint":
            guard let sql = made.argument(0, "sqltext").flatMap(sql) else { return }
            read.constraints.append(
                ConstraintDefinition(made.keyword("name")?.string, .check(sql), place: read.column.place))
        case "Identity" where dialect == .postgresql:
            read.column.defaultValue = .sequence
            if call.keyword("nullable") == nil { read.column.isNullable = false }
        case "Identity": if call.keyword("nullable") == nil { read.column.isNullable = nil }
        case "Computed":
            read.column.defaultValue = made.argument(0, "sqltext").flatMap(sql).map { .generated($0) } ?? .unknown
        case "FetchedValue": read.column.defaultValue = .unknown
        case "Sequence": if made.keyword("metadata") != nil { read.column.defaultValue = .unknown }
        default: break
        }
    }

    /// What `server_default=` or `ALTER … SET DEFAULT` gives.
    func defaultValue(_ term: Term) -> ColumnDefault {
        switch term {
        case .nothing: return .none
        case .text(let text):
            return text.known.map { .expression("'\($0.replacing("'", by: "''"))'") } ?? .unknown
        case .path(let path): return value(ofFunction: path).map { .expression($0) } ?? .unknown
        case .call(let call):
            guard case .path(let path) = call.function, path.hasPrefix("sqlalchemy") else { return .unknown }
            switch path.lastName {
            case "text", "literal_column": return call.positional.first?.string.map { .expression($0) } ?? .unknown
            case "Identity": return .sequence
            case "Computed": return call.argument(0, "sqltext").flatMap(sql).map { .generated($0) } ?? .unknown
            default: break
            }
            if let value = value(ofFunction: path) { return .expression(value) }
            return path.contains(".func.") ? sql(term).map { .expression($0) } ?? .unknown : .unknown
        default: return .unknown
        }
    }

    private func value(ofFunction path: String) -> String? {
        guard path.hasPrefix("sqlalchemy") else { return nil }
        switch path.lastName {
        case "now" where path.contains(".func."): return dialect == .sqlite ? "CURRENT_TIMESTAMP" : "now()"
        case "current_timestamp" where path.contains(".func."): return "CURRENT_TIMESTAMP"
        case "current_date" where path.contains(".func."): return "CURRENT_DATE"
        case "current_time" where path.contains(".func."): return "CURRENT_TIME"
        case "true", "True_": return dialect == .sqlite ? "1" : "true"
        case "false", "False_": return dialect == .sqlite ? "0" : "false"
        case "null": return "NULL"
        default: return nil
        }
    }
}

extension Term {
    /// Whether it is something that stands behind a column's type.
    fileprivate var isColumnPart: Bool {
        guard case .call(let call) = self, case .path(let path) = call.function else { return false }
        switch path.lastName {
        case "ForeignKey", "CheckConstraint", "Identity", "Computed", "Sequence", "FetchedValue", "DefaultClause":
            return true
        default: return false
        }
    }

    fileprivate func isCall(of name: String) -> Bool {
        guard case .call(let call) = self, case .path(let path) = call.function else { return false }
        return path.lastName == name
    }
}

extension ColumnType {
    /// Whether SQLAlchemy takes it for a number that is no integer.
    var isDecimal: Bool {
        ["DECIMAL", "DOUBLE", "FLOAT", "NUMERIC", "REAL"].contains { text.hasPrefix($0) }
    }
}

extension String {
    func replacing(_ part: String, by new: String) -> String {
        split(separator: part, omittingEmptySubsequences: false).joined(separator: new)
    }
}
