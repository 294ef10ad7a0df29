import DatabaseAddress
import Inspector
import MigrationModel
import PostgresReader
import TestSupport
import Testing

@Suite("Reading a PostgreSQL database", .timeLimit(.minutes(2)))
struct ReadingTests {
    @Test func `a database at a revision tells its rows and tables`() async throws {
        let database = try PostgresCluster.shared().createDatabase()
        try database.sql(
            """
            CREATE TABLE public.alembic_version (version_num varchar(32) PRIMARY KEY);
            INSERT INTO alembic_version VALUES ('b'), ('a');
            CREATE TABLE users (id int); CREATE SCHEMA other; CREATE TABLE other.things (id int);
            """)
        let reading = try await read(database, as: "postgres")
        #expect(reading.defaultSchema == "public")
        #expect(
            reading.versionTable
                == VersionTable(
                    name: TableName(schema: "public", "alembic_version"), rows: [.text("a"), .text("b")]))
        #expect(reading.tables == [TableName(schema: "other", "things"), TableName(schema: "public", "users")])
    }
}
