import DatabaseAddress
import Inspector
import MigrationModel
import PostgresReader
import TestSupport
import Testing

func postgresReader(_ url: String) throws -> PostgresReader {
    guard case .postgresql(let address) = try DatabaseAddress(url) else { throw ToolError("no PostgreSQL: \(url)") }
    return PostgresReader(address)
}

/// One reading over a new connection.
func read(
    _ database: TestDatabase, as role: String? = nil, _ table: VersionTableChoice = .byShape(schema: nil),
    schemas: [String] = []
) async throws -> DatabaseReading {
    let reader = try postgresReader(
        role.map {
            "host=\(database.cluster.directory) port=\(database.cluster.port) user=\($0) dbname=\(database.name)"
        }
            ?? database.url())
    return try await reader.read(ReadingRequest(versionTable: table, schemas: schemas, limit: .seconds(5)))
}
