package import DatabaseAddress
package import Dispatch
package import Inspector
import MigrationModel

/// Conversations with the server that end at a deadline and never block a thread of the shared pool.
package struct Session: Sendable {
    package typealias Rows = [[QueryResult.Cell?]]

    package let connection: Connection
    private let queue: DispatchQueue

    /// Connects. What libpq may block in runs on `lane`.
    ///
    /// `name`: the `application_name` where the address has none.
    package static func open(
        _ address: PostgresAddress, as name: String, lane: BlockingLane, queue: DispatchQueue, deadline: Deadline
    ) async throws(PostgresError) -> Session {
        // What the URL says comes later and wins, but for the encoding: our texts are UTF-8.
        let parameters =
            [("fallback_application_name", name)]
            + address.parameters.map { ($0.keyword, $0.value.reveal()) } + [("client_encoding", "UTF8")]
        return try await open(parameters, lane: lane, queue: queue, deadline: deadline)
    }

    private static func open(
        _ parameters: [(keyword: String, value: String)], lane: BlockingLane, queue: DispatchQueue, deadline: Deadline
    ) async throws(PostgresError) -> Session {
        let started = await lane.run(limit: deadline.remaining) { () -> Result<Connection, PostgresError> in
            Result { () throws(PostgresError) in try Connection(starting: parameters) }
        }
        guard let started else { throw .deadline(deadline.limit) }
        let connection = try started.get()
        let session = Session(connection: connection, queue: queue)
        let timeout = connection.connectTimeout.flatMap { $0 > 0 ? $0 : nil }
        let deadline = timeout.map { deadline.sooner(than: .seconds($0)) } ?? deadline
        var progress = connection.started
        while true {
            switch progress {
            case .waitsToRead: try await session.wait(for: .reading, until: deadline)
            case .waitsToWrite: try await session.wait(for: .writing, until: deadline)
            case .connected: return session
            case .failed(let error): throw error
            }
            guard let next = await lane.run(limit: deadline.remaining, { connection.poll() }) else {
                throw .deadline(deadline.limit)
            }
            progress = next
        }
    }

    /// The rows of each statement in `sql` that answers with rows. The first error counts, and the session is ready
    /// for another message then, unless it is lost.
    package func run(_ sql: String, deadline: Deadline) async throws(PostgresError) -> [Rows] {
        if connection.isAnswering {
            // Whoever asked before was cancelled meanwhile, and wants to know neither rows nor an error.
            do throws(PostgresError) { _ = try await answers(until: deadline) } catch .server {}
        }
        try connection.send(sql)
        return try await answers(until: deadline)
    }

    private func answers(until deadline: Deadline) async throws(PostgresError) -> [Rows] {
        while try !connection.flush() {
            // A server that cannot take more may wait for us to take what it sends.
            try await wait(for: .either, until: deadline)
            try connection.consume()
        }
        var answers: [Rows] = []
        var failure: PostgresError?
        while true {
            switch connection.next() {
            case .busy:
                do throws(PostgresError) {
                    try await wait(for: .reading, until: deadline)
                    try connection.consume()
                } catch {
                    throw failure ?? error
                }
            case .rows(let rows): answers.append(rows)
            case .done: break
            case .failed(let error): failure = failure ?? error
            case .end:
                if let failure { throw failure }
                return answers
            }
        }
    }

    private func wait(for direction: SocketWait.Direction, until deadline: Deadline) async throws(PostgresError) {
        guard let descriptor = connection.socket else { throw .connection("the connection is closed") }
        switch await SocketWait.wait(for: direction, on: descriptor, until: deadline, queue: queue) {
        case .ready: return
        case .deadline: throw .deadline(deadline.limit)
        case .cancelled: throw .cancelled
        }
    }
}
