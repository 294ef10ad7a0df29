package import DatabaseAddress
import Dispatch
package import Inspector
import MigrationModel
import PostgresSession

/// Reads a PostgreSQL database over one connection, which it keeps between readings.
///
/// Each reading is one read-only transaction with limits of its own. On a kept connection with a version table that is
/// where it was, that is one message and one answer.
package actor PostgresReader: DatabaseReader {
    private let address: PostgresAddress
    private let lane = BlockingLane(label: "postgres-connecting")
    private let queue = DispatchQueue(label: "postgres-socket")

    private var kept: Session?
    private var lastFound: Found?
    private var isReading = false
    /// Counts `close()`, so that a reading that was under way then does not keep its connection.
    private var closings = 0

    /// Where the last reading found the version table, if it did.
    private struct Found {
        let choice: VersionTableChoice
        let table: TableName?
    }

    package init(_ address: PostgresAddress) {
        self.address = address
    }

    package func close() {
        kept = nil
        closings += 1
    }

    package func read(_ request: ReadingRequest) async throws(ReadError) -> DatabaseReading {
        // A second one would need a second connection.
        guard !isReading else { throw .failed("another reading of this database is still going on") }
        isReading = true
        defer { isReading = false }
        let deadline = Deadline(after: request.limit)
        if let session = kept {
            kept = nil
            do throws(ReadError) {
                return try await inspect(session, request, deadline)
            } catch .unreachable {
                // A server that was restarted, or a pooler that hung up: that is known only when it is used again.
            }
        }
        return try await inspect(open(deadline), request, deadline)
    }

    private func open(_ deadline: Deadline) async throws(ReadError) -> Session {
        do throws(PostgresError) {
            return try await Session.open(
                address, as: "migration-exporter", lane: lane, queue: queue, deadline: deadline)
        } catch {
            throw ReadError(connecting: error, scrub: address.scrub)
        }
    }

    private func inspect(
        _ session: Session, _ request: ReadingRequest, _ deadline: Deadline
    ) async throws(ReadError) -> DatabaseReading {
        let transaction = ReadingTransaction(
            session: session, request: request, deadline: deadline, scrub: address.scrub)
        let closingsBefore = closings
        do throws(ReadError) {
            let expected = lastFound.flatMap { $0.choice == request.versionTable ? $0 : nil }
            var reading: DatabaseReading?
            if let expected { reading = try await transaction.read(expecting: expected.table) }
            let result = if let reading { reading } else { try await transaction.discover() }
            lastFound = Found(choice: request.versionTable, table: result.versionTable?.name)
            if session.connection.isIdle, closings == closingsBefore { kept = session }
            return result
        } catch {
            if await transaction.rollBack(), closings == closingsBefore { kept = session }
            throw error
        }
    }
}
