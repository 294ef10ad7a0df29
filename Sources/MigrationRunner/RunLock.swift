import MigrationModel

/// Keeps every other run of one database out.
protocol RunLock: Sendable {
    /// Waits for it, at most until the limit. `onWait` is told once who holds it.
    func acquire(within limit: Duration, onWait: @Sendable (LockHolder?) -> Void) async throws(RunFailure)
        -> any HeldLock
}

/// The lock, from when it was taken until it is released, or this process ends in whichever way.
protocol HeldLock: Sendable {
    /// Returns when it is lost, with the reason; or `nil` when the task is cancelled.
    func lost() async -> String?
    func release() async
}

/// The name that a lock has everywhere, from what the settings and the scripts say and never from what the database
/// holds: a first run makes the version table, and must not change its lock by that.
struct LockName: Equatable {
    let text: String

    /// FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), the same in every process and version.
    var key: Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in "migration-exporter \(text)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int64(bitPattern: hash)
    }
}

extension LockName {
    init(of choice: VersionTableChoice?) {
        text =
            switch choice {
            case .named(let table, let schema?): "\(schema).\(table)"
            case .named(let table, nil): table
            case .byShape(let schema?): "\(schema).alembic_version"
            case .byShape(nil), nil: "alembic_version"
            }
    }
}
