import MigrationModel

extension SQLReading {
    mutating func alter(_ cursor: inout SQLCursor) {
        let kind = cursor.keyword
        cursor.skip()
        switch kind {
        case "TABLE":
            _ = cursor.takeIfExists()
            _ = cursor.take("ONLY")
            alterTable(&cursor)
        case "INDEX":
            _ = cursor.takeIfExists()
            let name = cursor.table()
            guard cursor.take("RENAME", "TO") else { return }
            guard let name, let new = cursor.name() else {
                return add(.dropIndex(name?.name, on: nil, schema: name?.schema))
            }
            add(.renameIndex(name.name, to: new, schema: name.schema))
        case "TYPE", "DOMAIN":
            let name = cursor.table()
            if cursor.take("RENAME", "TO"), let name, let new = cursor.name() {
                add(.renameType(name.description, to: name.schema.map { "\($0).\(new)" } ?? new))
            }
        case "SCHEMA": doubt(.anyTable, "SQL that renames a schema")
        case nil: doubt(.anyTable, "SQL that is put together at run time")
        default: break
        }
    }

    private mutating func alterTable(_ cursor: inout SQLCursor) {
        let table = cursor.table()
        if cursor.take("RENAME") { return rename(table, &cursor) }
        if cursor.take("SET", "SCHEMA") {
            let schema = cursor.name()
            return rename(table, to: table.flatMap { table in schema.map { TableName(schema: $0, table.name) } })
        }
        for action in SQLCursor.split(cursor.rest) {
            var action = SQLCursor(action, dialect)
            alter(table, &action)
        }
    }

    private mutating func rename(_ table: TableName?, _ cursor: inout SQLCursor) {
        if cursor.take("TO") {
            let new = cursor.name()
            return rename(table, to: new.map { TableName(schema: table?.schema, $0) })
        }
        let isConstraint = cursor.take("CONSTRAINT")
        _ = cursor.take("COLUMN")
        let old = cursor.name()
        let new = cursor.take("TO") ? cursor.name() : nil
        guard let table else {
            return doubt(.insideAnyTable, "ALTER TABLE with a name that is put together at run time")
        }
        guard let old, let new else {
            return doubt(.inside([table]), "RENAME with a name that is put together at run time")
        }
        add(
            isConstraint
                ? .renameConstraint(table, old, to: new)
                : .alterColumn(table, old, ColumnAlteration(name: .changed(new))))
    }

    private mutating func alter(_ table: TableName?, _ cursor: inout SQLCursor) {
        let verb = cursor.keyword
        cursor.skip()
        guard let table else {
            return verb == "ADD"
                ? doubt(.additionsToAnyTable, "ALTER TABLE with a name that is put together at run time")
                : doubt(.insideAnyTable, "ALTER TABLE with a name that is put together at run time")
        }
        switch verb {
        case "ADD": add(to: table, &cursor)
        case "DROP": drop(from: table, &cursor)
        case "ALTER": alterColumn(of: table, &cursor)
        case "ATTACH", "DETACH":
            _ = cursor.take("PARTITION")
            guard let part = cursor.table() else { return doubt(.anyTable, "a partition whose name is not known") }
            doubt(.tables([part]), "a partition of \(table)")
        case nil: doubt(.tables([table]), "SQL that is put together at run time")
        default: add(.alterTable(table))
        }
    }

    private mutating func add(to table: TableName, _ cursor: inout SQLCursor) {
        let isColumn = cursor.take("COLUMN")
        let ifNotExists = cursor.takeIfNotExists()
        var reading = SQLTableReading(dialect: dialect, place: place)
        let isNotValid = cursor.rest.suffix(2).map(\.keyword) == ["NOT", "VALID"]
        reading.read(cursor, isColumn: isColumn || ifNotExists)
        guard let column = reading.definition.columns.first else {
            guard let constraint = reading.definition.constraints.first else {
                return reading.isWhole
                    ? add(.alterTable(table)) : doubt(.additions([table]), "a column whose name is not known")
            }
            return add(.addConstraint(table, constraint, isNotValid: isNotValid))
        }
        add(
            .addColumn(
                table,
                AddedColumn(column, constraints: reading.definition.constraints, ifNotExists: ifNotExists)))
    }

    private mutating func drop(from table: TableName, _ cursor: inout SQLCursor) {
        let isConstraint = cursor.take("CONSTRAINT")
        _ = cursor.take("COLUMN")
        _ = cursor.takeIfExists()
        let name = cursor.name()
        if cursor.take("CASCADE") { add(.dropReferences(to: table)) }
        if isConstraint { return add(.dropConstraint(table, name)) }
        guard let name else {
            return doubt(.inside([table]), "DROP COLUMN with a name that is put together at run time")
        }
        add(.dropColumn(table, name))
    }

    private mutating func alterColumn(of table: TableName, _ cursor: inout SQLCursor) {
        if cursor.keyword == "CONSTRAINT" { return add(.alterTable(table)) }
        _ = cursor.take("COLUMN")
        guard let column = cursor.name() else {
            return doubt(.inside([table]), "ALTER COLUMN with a name that is put together at run time")
        }
        var alteration = ColumnAlteration()
        if cursor.take("TYPE") || cursor.take("SET", "DATA", "TYPE") {
            let type = cursor.expression(to: ["USING", "COLLATE"])
            alteration.type = type.sql.map { .changed(ColumnType($0)) } ?? .unknown
        } else if cursor.take("SET", "NOT", "NULL") {
            alteration.isNullable = .changed(false)
        } else if cursor.take("DROP", "NOT", "NULL") {
            alteration.isNullable = .changed(true)
        } else if cursor.take("SET", "DEFAULT") {
            alteration.defaultValue = cursor.rest.sql.map { .changed(.expression($0)) } ?? .unknown
        } else if cursor.take("DROP", "DEFAULT") || cursor.take("DROP", "IDENTITY") {
            alteration.defaultValue = .changed(.none)
        } else if cursor.take("ADD", "GENERATED") {
            alteration.defaultValue = .changed(.sequence)
        } else if cursor.take("DROP", "EXPRESSION") {
            alteration.defaultValue = .changed(.none)
        } else {
            return cursor.keyword == nil
                ? doubt(.inside([table]), "SQL that is put together at run time") : add(.alterTable(table))
        }
        add(.alterColumn(table, column, alteration))
    }
}
