import DatabaseAddress
import Dispatch
import Inspector
import PostgresSession

/// A session advisory lock on a connection of its own. PostgreSQL keeps these apart by database.
///
/// One for the whole of a database: which version table a run is for depends on what the database holds, and the first
/// run makes it.
struct PostgresLock: RunLock {
    let address: PostgresAddress
    /// For connecting, and for each question.
    let limit: Duration
    let now: @Sendable () -> String
    private let lane = BlockingLane(label: "run-lock-connecting")
    private let queue = DispatchQueue(label: "run-lock-socket", target: .global())

    /// "migratio" in ASCII, the same in every version.
    private static let key: Int64 = 0x6D69_6772_6174_696F

    init(_ address: PostgresAddress, limit: Duration, now: @escaping @Sendable () -> String) {
        self.address = address
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
        let held = HeldPostgresLock(session: session, lock: self)
        // Of a run whose process was killed, and with it all that could have ended its sessions.
        if let orphan = await held.endOrphans() {
            await held.release()
            throw .orphan(orphan)
        }
        return held
    }

    fileprivate func open() async throws(RunFailure) -> Session {
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
    fileprivate func take(_ session: Session) async throws(RunFailure) -> Bool {
        let rows = try await ask(session, "SELECT pg_catalog.pg_try_advisory_lock(\(Self.key))")
        guard rows.first?.first?.first??.text == "t" else { return false }
        _ = try await ask(session, "SET application_name = \(SQLText.literal("migration-exporter run since \(now())"))")
        return true
    }

    private func holder(_ session: Session) async throws(RunFailure) -> LockHolder? {
        let rows = try await ask(
            session,
            """
            SELECT l.pid, a.application_name FROM pg_catalog.pg_locks l \
            LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid WHERE \(Self.key.isLocked) LIMIT 1
            """)
        return rows.first?.first.flatMap(LockHolder.init(of:))
    }

    fileprivate func isHeld(_ session: Session) async throws(RunFailure) -> Bool {
        try await ask(session, Self.isHeld).first?.first?.first??.text == "t"
    }

    private static let isHeld =
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_locks l WHERE \(key.isLocked) AND l.pid = pg_catalog.pg_backend_pid())"

    /// Ends every session of what runs have started, and answers one that is still there. The server goes on with a
    /// statement whose client is gone, and what that commits counts.
    ///
    /// While we hold the lock there is no other run that they could belong to.
    fileprivate func endOrphans(_ session: Session) async throws(RunFailure) -> LockHolder? {
        // Both in one message, which a pooler gives to one session.
        let answers = try await ask(
            session,
            """
            \(Self.isHeld); \
            SELECT a.pid, a.application_name, CASE WHEN pg_catalog.pg_has_role(a.usesysid, 'MEMBER') \
            THEN pg_catalog.pg_terminate_backend(a.pid) END FROM pg_catalog.pg_stat_activity a \
            WHERE a.datname = pg_catalog.current_database() AND a.application_name LIKE '%\(SessionName.mark)' \
            AND (\(Self.isHeld))
            """)
        guard answers.first?.first?.first??.text == "t" else { throw .noLock(Self.notHeld) }
        return answers.last?.first.flatMap(LockHolder.init(of:))
    }

    fileprivate static let notHeld = "the server says that it is not held."

    /// The end of the session releases it too, a moment later. A server that is gone has released it already.
    fileprivate func release(_ session: Session) async {
        _ = try? await session.run(
            "SELECT pg_catalog.pg_advisory_unlock(\(Self.key))", deadline: Deadline(after: .seconds(5)))
    }

    private func ask(_ session: Session, _ sql: String) async throws(RunFailure) -> [Session.Rows] {
        do throws(PostgresError) {
            return try await session.run(sql, deadline: Deadline(after: limit))
        } catch {
            throw .noLock(
                ReadError(asking: error, reading: nil, role: nil, limit: limit, scrub: address.scrub).description)
        }
    }
}

private struct HeldPostgresLock: HeldLock {
    let session: Session
    let lock: PostgresLock

    func lost() async -> String? {
        while true {
            do { try await Task.sleep(for: .seconds(1)) } catch { return nil }
            do throws(RunFailure) {
                guard try await lock.isHeld(session) else { return PostgresLock.notHeld }
            } catch {
                // That its task was cancelled is no news of the lock.
                return Task.isCancelled ? nil : error.message
            }
        }
    }

    func endOrphans() async -> Orphan? {
        do throws(RunFailure) {
            do throws(RunFailure) {
                return try await endOrphans(session)
            } catch {
                // The lock is lost. Whoever has it now has ended them.
                let session = try await lock.open()
                return try await lock.take(session) ? endOrphans(session) : nil
            }
        } catch {
            return .unknown(error.message)
        }
    }

    /// A session takes a moment to go.
    private func endOrphans(_ session: Session) async throws(RunFailure) -> Orphan? {
        let end = ContinuousClock.now + .seconds(5)
        while let orphan = try await lock.endOrphans(session) {
            guard ContinuousClock.now < end else { return .session(orphan) }
            do { try await Task.sleep(for: .milliseconds(100)) } catch { return .session(orphan) }
        }
        return nil
    }

    func release() async { await lock.release(session) }
}

extension LockHolder {
    /// - `row`: its process and its `application_name`.
    fileprivate init?(of row: [QueryResult.Cell?]) {
        guard row.count > 1, let process = row[0]?.text else { return nil }
        self.init(process: process, applicationName: row[1]?.text)
    }

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
