import GRDB
import Inspector
import MigrationModel

/// What is in the database, seen in one transaction.
struct Survey {
    let versionTable: VersionTable?
    let otherVersionTables: [TableName]
    let tables: [TableName]
    let definitions: Definitions?

    init(_ database: Database, request: ReadingRequest, known: Definitions?) throws {
        let relations = try Relation.all(in: database)
        let chosen = try Self.choose(request.versionTable, from: relations, in: database)
        let other = chosen == nil ? try Self.byShape(relations, in: database) : []
        versionTable = try chosen.map { try VersionRows.table($0, in: database) }
        otherVersionTables = other.map { TableName($0.name) }
        let excluded = Set(([chosen].compactMap(\.self) + other).map(\.name))
        let own = relations.filter { !excluded.contains($0.name) }
        tables = own.filter { !$0.isView }.map { TableName($0.name) }.sorted()
        definitions = request.depth == .names ? nil : try Definitions(of: own, in: database, known: known)
    }

    private static func choose(
        _ choice: VersionTableChoice, from relations: [Relation], in database: Database
    ) throws -> Relation? {
        switch choice {
        case .named(let name, let schema):
            // Only `main` is there: a reading attaches nothing.
            guard schema == nil || schema?.lowercased() == "main" else { return nil }
            return relations.first { $0.isNamed(name) }
        case .byShape(let schema):
            guard schema == nil || schema?.lowercased() == "main" else { return nil }
            let candidates = try byShape(relations, in: database)
            guard candidates.count <= 1 else {
                throw ReadError.severalVersionTables(candidates.map { TableName($0.name) })
            }
            return candidates.first
        }
    }

    private static func byShape(_ relations: [Relation], in database: Database) throws -> [Relation] {
        try relations.filter { try $0.isNamed(VersionRows.usualName) || $0.hasTextColumn(in: database) }
    }
}
