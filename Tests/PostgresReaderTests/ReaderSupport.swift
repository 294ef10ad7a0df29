import DatabaseAddress
import Inspector
import MigrationModel
import PostgresReader
import TestSupport
import Testing

func postgresReader(_ url: String, encryptedSessionLife: Duration = .seconds(3_600)) throws -> PostgresReader {
    guard case .postgresql(let address) = try DatabaseAddress(url) else { throw ToolError("no PostgreSQL: \(url)") }
    return PostgresReader(address, encryptedSessionLife: encryptedSessionLife)
}

/// A reader for this database as its owner over TCP, or as another role over the socket.
func postgresReader(for database: TestDatabase, as role: String? = nil) throws -> PostgresReader {
    let cluster = database.cluster
    guard let role else { return try postgresReader(database.url()) }
    return try postgresReader("host=\(cluster.directory) port=\(cluster.port) user=\(role) dbname=\(database.name)")
}

/// One reading over a new connection.
@discardableResult
func read(
    _ database: TestDatabase, as role: String? = nil, _ table: VersionTableChoice = .byShape(schema: nil),
    schemas: [String] = [], depth: ReadingRequest.Depth = .names
) async throws -> DatabaseReading {
    let reader = try postgresReader(for: database, as: role)
    return try await reader.read(
        ReadingRequest(versionTable: table, schemas: schemas, depth: depth, limit: .seconds(20)))
}

/// Two readings over one connection, which must agree: the first looks for the version table, the second knows.
func readTwice(_ database: TestDatabase, _ table: VersionTableChoice) async throws -> Result<DatabaseReading, ReadError>
{
    let reader = try postgresReader(for: database, as: "postgres")
    let request = ReadingRequest(versionTable: table, limit: .seconds(20))
    let first = await result(of: reader, request)
    let second = await result(of: reader, request)
    #expect(first.withoutLatency == second.withoutLatency)
    return second
}

func result(of reader: PostgresReader, _ request: ReadingRequest) async -> Result<DatabaseReading, ReadError> {
    do throws(ReadError) {
        return .success(try await reader.read(request))
    } catch {
        return .failure(error)
    }
}

extension Result<DatabaseReading, ReadError> {
    var withoutLatency: Self {
        map { reading in
            DatabaseReading(
                defaultSchema: reading.defaultSchema, versionTable: reading.versionTable,
                otherVersionTables: reading.otherVersionTables, tables: reading.tables,
                definitions: reading.definitions, latency: .zero)
        }
    }
}

extension TestDatabase {
    /// How many connections our readers hold.
    var connections: Int? {
        get async throws {
            try await Int(
                sql(
                    """
                    SELECT count(*) FROM pg_stat_activity
                    WHERE application_name = 'migration-exporter' AND datname = current_database()
                    """))
        }
    }
}
