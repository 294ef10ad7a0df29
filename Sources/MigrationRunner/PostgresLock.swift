import DatabaseAddress
import Dispatch
import Inspector
import PostgresSession

/// A session advisory lock on a connection of its own. PostgreSQL keeps these apart by database.
struct PostgresLock: RunLock {
    let address: PostgresAddress
    let name: LockName
    /// For connecting, and for each question.
    let limit: Duration
    let now: @Sendable () -> String
    private let lane = BlockingLane(label: "run-lock-connecting")
    private let queue = DispatchQueue(label: "run-lock-socket", target: .global())

    init(_ address: PostgresAddress, name: LockName, limit: Duration, now: @escaping @Sendable () -> String) {
        self.address = address
        self.name = name
        self.limit = limit
        self.now = now
    }

    func acquire(
        within wait: Duration, onWait: @Sendable (LockHolder?) -> Void
    ) async throws(RunFailure) -> any HeldLock {
        let session = try await open()
        let end = ContinuousClock.now + wait
        var hasToldWho = false
        // Asked again and again: a session that waits inside pg_advisory_lock holds a snapshot, and CREATE INDEX
        // CONCURRENTLY of the run that it waits for would wait for it in turn.
        while try await !take(session) {
            let holder = try await holder(session)
            if !hasToldWho { onWait(holder) }
            hasToldWho = true
            guard ContinuousClock.now < end else { throw .locked(holder, after: wait) }
            do { try await Task.sleep(for: .milliseconds(250)) } catch { throw .noLock("The waiting was ended.") }
        }
        return HeldPostgresLock(session: session, key: name.key, limit: limit, scrub: address.scrub)
    }

    private func open() async throws(RunFailure) -> Session {
        do throws(PostgresError) {
            return try await Session.open(
                address, as: "migration-exporter run", lane: lane, queue: queue, deadline: Deadline(after: limit))
        } catch .deadline(let limit) {
            throw .connectTimeout(limit)
        } catch {
            throw .noLock(ReadError(connecting: error, scrub: address.scrub).description)
        }
    }

    /// Takes the lock and writes since when into the session's name, which every role may see.
    private func take(_ session: Session) async throws(RunFailure) -> Bool {
        let rows = try await ask(session, "SELECT pg_catalog.pg_try_advisory_lock(\(name.key))")
        guard rows.first?.first??.text == "t" else { return false }
        _ = try await ask(session, "SET application_name = \(SQLText.literal("migration-exporter run since \(now())"))")
        return true
    }

    private func holder(_ session: Session) async throws(RunFailure) -> LockHolder? {
        let rows = try await ask(
            session,
            """
            SELECT l.pid, a.application_name FROM pg_catalog.pg_locks l \
            LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid WHERE \(name.key.isLocked) LIMIT 1
            """)
        guard let row = rows.first, let process = row[0]?.text else { return nil }
        return LockHolder(process: process, applicationName: row[1]?.text)
    }

    private func ask(_ session: Session, _ sql: String) async throws(RunFailure) -> Session.Rows {
        do throws(PostgresError) {
            return try await session.run(sql, deadline: Deadline(after: limit)).first ?? []
        } catch {
            throw .noLock(
                ReadError(asking: error, reading: nil, role: nil, limit: limit, scrub: address.scrub).description)
        }
    }
}

private struct HeldPostgresLock: HeldLock {
    let session: Session
    let key: Int64
    let limit: Duration
    let scrub: @Sendable (String) -> String

    func lost() async -> String? {
        while true {
            do { try await Task.sleep(for: .seconds(1)) } catch { return nil }
            let mine = "SELECT count(*) FROM pg_catalog.pg_locks l WHERE \(key.isLocked)"
            do throws(PostgresError) {
                let answers = try await session.run(
                    mine + " AND l.pid = pg_catalog.pg_backend_pid()", deadline: Deadline(after: limit))
                guard answers.first?.first?.first??.text == "1" else { return "the server says that it is not held." }
            } catch .cancelled {
                return nil
            } catch {
                return ReadError(asking: error, reading: nil, role: nil, limit: limit, scrub: scrub).description
            }
        }
    }

    func release() async {
        // The end of the session releases it too, a moment later. A server that is gone has released it already.
        _ = try? await session.run(
            "SELECT pg_catalog.pg_advisory_unlock(\(key))", deadline: Deadline(after: .seconds(5)))
    }
}

extension LockHolder {
    init(process: String, applicationName: String?) {
        let parts = (applicationName ?? "").split(separator: " ")
        let since = parts.firstIndex(of: "since").map { parts[parts.index(after: $0)...].joined(separator: " ") }
        let name = parts.prefix { $0 != "since" }.joined(separator: " ")
        self.init(process: process, name: name.isEmpty ? "a session without a name" : name, since: since)
    }
}

extension Int64 {
    /// How `pg_locks` shows an advisory lock with one key of 64 bits.
    fileprivate var isLocked: String {
        let bits = UInt64(bitPattern: self)
        return """
            l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.classid = \(bits >> 32) AND \
            l.objid = \(bits & 0xFFFF_FFFF) AND l.database = \
            (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
            """
    }
}
