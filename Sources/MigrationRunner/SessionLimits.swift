import MigrationModel

/// `lock_timeout` and `statement_timeout` of the migration's session; `nil` leaves them to the server.
package struct SessionLimits: Sendable {
    package let lock: Duration?
    package let statement: Duration?

    package init(lock: Duration? = nil, statement: Duration? = nil) {
        self.lock = lock
        self.statement = statement
    }

    /// As libpq's `options`; `nil` where there are none.
    package var options: String? {
        let options = [("lock_timeout", lock), ("statement_timeout", statement)].compactMap { name, limit in
            limit.map { "-c \(name)=\($0.wholeMilliseconds)" }
        }
        return options.isEmpty ? nil : options.joined(separator: " ")
    }
}

extension Duration {
    var wholeMilliseconds: Int { Int(seconds * 1_000) }
}
