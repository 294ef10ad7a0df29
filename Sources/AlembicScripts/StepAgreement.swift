import MigrationModel

// Whether two ways through a script come to the same.

extension [SchemaStep] {
    /// Whether both do the same to the schema, wherever they say it.
    func agree(with other: [SchemaStep]) -> Bool {
        let (mine, theirs) = (changesOfSchema, other.changesOfSchema)
        return mine.count == theirs.count
            && zip(mine, theirs).allSatisfy {
                $0.change.withoutPlaces == $1.change.withoutPlaces && ($0.condition == nil) == ($1.condition == nil)
            }
    }

    private var changesOfSchema: [SchemaStep] {
        filter {
            switch $0.change {
            case .changeRows, .alterTable: false
            default: true
            }
        }
    }
}

extension SchemaChange {
    /// For comparing what is said in different lines.
    fileprivate var withoutPlaces: SchemaChange {
        switch self {
        case .createTable(let table, var definition, let isWhole, let ifNotExists):
            definition.place = nil
            definition.columns = definition.columns.map(\.withoutPlace)
            definition.constraints = definition.constraints.map(\.withoutPlace)
            definition.indexes = definition.indexes.map(\.withoutPlace)
            return .createTable(table, definition, isWhole: isWhole, ifNotExists: ifNotExists)
        case .addColumn(let table, var added):
            added.column = added.column.withoutPlace
            added.constraints = added.constraints.map(\.withoutPlace)
            added.indexes = added.indexes.map(\.withoutPlace)
            return .addColumn(table, added)
        case .createIndex(let table, let index, _, let ifNotExists):
            return .createIndex(table, index.withoutPlace, ifNotExists: ifNotExists)
        case .dropIndex(let name, let table, let schema, _): return .dropIndex(name, on: table, schema: schema)
        case .addConstraint(let table, let constraint, _): return .addConstraint(table, constraint.withoutPlace)
        case .opaque(let doubt): return .opaque(Doubt(doubt.scope, reason: "", file: "", line: 0))
        default: return self
        }
    }
}

extension ColumnDefinition {
    fileprivate var withoutPlace: Self {
        var copy = self
        copy.place = nil
        return copy
    }
}

extension ConstraintDefinition {
    fileprivate var withoutPlace: Self {
        var copy = self
        copy.place = nil
        return copy
    }
}

extension IndexDefinition {
    fileprivate var withoutPlace: Self {
        var copy = self
        copy.place = nil
        return copy
    }
}
