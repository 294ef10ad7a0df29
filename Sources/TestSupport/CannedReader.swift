package import Inspector
package import MigrationModel
import Synchronization

/// Answers each reading with the next of its results, and the last one for ever.
package final class CannedReader: DatabaseReader {
    private let answers: Mutex<[Result<DatabaseReading, ReadError>]>

    package convenience init(_ answers: Result<DatabaseReading, ReadError>...) {
        self.init(answers)
    }

    package init(_ answers: [Result<DatabaseReading, ReadError>]) {
        self.answers = Mutex(answers)
    }

    package func read(_ request: ReadingRequest) async throws(ReadError) -> DatabaseReading {
        let answer = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        return try answer.get()
    }

    package func close() async {}
}

extension DatabaseReading {
    /// A PostgreSQL database that stands at these revisions and has these tables.
    package static func at(_ rows: String..., tables: String...) -> DatabaseReading {
        DatabaseReading(
            defaultSchema: "public",
            versionTable: VersionTable(name: TableName("alembic_version"), rows: rows.map { .text($0) }),
            tables: tables.map { TableName(schema: "public", $0) }, latency: .microseconds(1_300))
    }
}

extension WatchedDatabase {
    package static func named(_ name: String) -> WatchedDatabase {
        WatchedDatabase(name: name, engine: .postgresql, maskedURL: "postgresql://app@***")
    }
}

extension Timestamp {
    /// 2024-01-15T10:30:00Z, from which tests count.
    package static let noon = Timestamp(millisecondsSince1970: 1_705_314_600_000)
}
