import MigrationModel

/// The JSON of a snapshot's file, as it is decoded.
struct SnapshotDocument: Decodable {
    let format: Int
    let engine: String
    let revisions: [String]
    let checksum: String
    let tables: [Table]
    let views: [Name]
    let sequences: [Name]
    let enums: [Enumeration]

    /// What is read first, since another format may have other fields.
    struct Head: Decodable {
        let format: Int
    }

    struct Name: Decodable {
        let schema: String?
        let name: String

        var table: TableName { TableName(schema: schema, name) }
    }

    struct Enumeration: Decodable {
        let schema: String?
        let name: String
        let labels: [String]
    }

    struct Table: Decodable {
        let schema: String?
        let name: String
        let columns: [Column]
        let constraints: [Constraint]
        let indexes: [Index]
    }

    struct Column: Decodable {
        let name: String
        let type: String
        let nullable: Bool
        let `default`: String?
        let sequence: Bool?
        let generated: String?

        var definition: ColumnDefinition {
            let value: ColumnDefault =
                if sequence == true {
                    .sequence
                } else {
                    generated.map(ColumnDefault.generated) ?? `default`.map(ColumnDefault.expression) ?? .none
                }
            return ColumnDefinition(name, ColumnType(type), isNullable: nullable, defaultValue: value)
        }
    }

    struct Constraint: Decodable {
        struct Reference: Decodable {
            let schema: String?
            let name: String
            let columns: [String]
        }

        let name: String?
        let primary_key: [String]?
        let unique: [String]?
        let foreign_key: [String]?
        let references: Reference?
        let check: String?
        let exclude: String?

        /// `nil` where it is none that is known.
        var definition: ConstraintDefinition? {
            let kind: ConstraintDefinition.Kind
            if let primary_key {
                kind = .primaryKey(primary_key)
            } else if let unique {
                kind = .unique(unique)
            } else if let foreign_key, let references {
                let table = TableName(schema: references.schema, references.name)
                kind = .foreignKey(foreign_key, table: table, referred: references.columns)
            } else if let check {
                kind = .check(check)
            } else if let exclude {
                kind = .exclude(exclude)
            } else {
                return nil
            }
            return ConstraintDefinition(name, kind)
        }
    }

    struct Index: Decodable {
        let name: String?
        let on: [String]
        let unique: Bool
        let `where`: String?

        var definition: IndexDefinition {
            IndexDefinition(name, on: on, isUnique: unique, condition: `where`)
        }
    }

    var schema: DatabaseSchema {
        let tables = tables.map { table in
            (
                TableName(schema: table.schema, table.name),
                TableDefinition(
                    columns: table.columns.map(\.definition), constraints: table.constraints.compactMap(\.definition),
                    indexes: table.indexes.map(\.definition))
            )
        }
        let enums = enums.map { (TableName(schema: $0.schema, $0.name), $0.labels) }
        return DatabaseSchema(
            tables: Dictionary(tables) { first, _ in first }, views: Set(views.map(\.table)),
            sequences: Set(sequences.map(\.table)), enums: Dictionary(enums) { first, _ in first })
    }
}
