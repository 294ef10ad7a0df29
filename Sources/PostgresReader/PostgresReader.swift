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
    private var address: PostgresAddress
    private let renewedAddress: @Sendable () -> PostgresAddress?
    private let lane = BlockingLane(label: "postgres-connecting")
    private let queue = DispatchQueue(label: "postgres-socket", target: .global())

    private let encryptedSessionLife: Duration

    private var kept: Session?
    /// When the last session began.
    private var openedAt = ContinuousClock.now
    private var last: Catalog?
    private var isReading = false
    /// Counts `close()`, so that a reading that was under way then does not keep its connection.
    private var closings = 0

    /// - `renewedAddress`: asked when a connection fails, since a password may have been changed meanwhile; may block.
    /// - `encryptedSessionLife`: how long an encrypted session is kept.
    package init(
        _ address: PostgresAddress, renewedAddress: @escaping @Sendable () -> PostgresAddress? = { nil },
        encryptedSessionLife: Duration = .seconds(3_600)
    ) {
        self.address = address
        self.renewedAddress = renewedAddress
        self.encryptedSessionLife = encryptedSessionLife
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
        do throws(ReadError) {
            return try await connect(deadline)
        } catch {
            let renewed = await lane.run(limit: deadline.remaining) { [renewedAddress] in renewedAddress() } ?? nil
            guard let renewed, renewed != address else { throw error }
            address = renewed
            return try await connect(deadline)
        }
    }

    private func connect(_ deadline: Deadline) async throws(ReadError) -> Session {
        do throws(PostgresError) {
            let session = try await Session.open(
                address, as: "migration-exporter", lane: lane, queue: queue, deadline: deadline)
            openedAt = .now
            return session
        } catch {
            throw ReadError(connecting: error, scrub: address.scrub).explained(by: address)
        }
    }

    /// Whether the next reading should use it again.
    ///
    /// A kept session shows the certificate that the server had when the session began, and a newer one may be there.
    private func isWorthKeeping(_ session: Session) -> Bool {
        guard session.connection.isIdle else { return false }
        return session.connection.encryption == nil || ContinuousClock.now - openedAt < encryptedSessionLife
    }

    private func inspect(
        _ session: Session, _ request: ReadingRequest, _ deadline: Deadline
    ) async throws(ReadError) -> DatabaseReading {
        let transaction = ReadingTransaction(
            session: session, request: request, deadline: deadline, scrub: address.scrub)
        let closingsBefore = closings
        do throws(ReadError) {
            let expected = last.flatMap { $0.scope.versionTable == request.versionTable ? $0 : nil }
            let known = expected.flatMap { $0.scope == CatalogScope(request) ? $0 : nil }
            var answer: ReadingTransaction.Answer?
            if let expected {
                answer = try await transaction.read(expecting: expected.chosen?.name, known: known)
            }
            let (result, catalog) = if let answer { answer } else { try await transaction.discover() }
            last = catalog
            if isWorthKeeping(session), closings == closingsBefore { kept = session }
            return result
        } catch {
            if await transaction.rollBack(), closings == closingsBefore { kept = session }
            throw error
        }
    }
}

extension ReadError {
    /// Says who asks for encryption, where nobody wrote so.
    fileprivate func explained(by address: PostgresAddress) -> ReadError {
        // The server did not even answer, so that the words are libpq's own.
        guard address.isTLSImposed, case .unreachable(let why) = self, why.contains("SSL") else { return self }
        return .unreachable(
            "\(why). With ENVIRONMENT=production a session with another host must be encrypted: switch TLS on at the "
                + "server, or write sslmode=disable into the URL.")
    }
}
