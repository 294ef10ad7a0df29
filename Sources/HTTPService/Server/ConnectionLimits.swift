/// What a client may cost us.
package struct ConnectionLimits: Sendable {
    /// Open at the same time.
    let connections: Int
    /// For a request to arrive, from its first byte to its last, and for the first one from the connection's beginning.
    private(set) var readTimeout: Duration
    /// For an answer to be taken.
    private(set) var writeTimeout: Duration
    /// For the next request to begin.
    private(set) var idleTimeout: Duration
    /// Of the first line and the headers, in bytes.
    let headerSize: Int
    /// In bytes.
    let bodySize: Int

    package init(
        connections: Int, readTimeout: Duration, writeTimeout: Duration, idleTimeout: Duration, headerSize: Int,
        bodySize: Int
    ) {
        self.connections = connections
        self.readTimeout = readTimeout
        self.writeTimeout = writeTimeout
        self.idleTimeout = idleTimeout
        self.headerSize = headerSize
        self.bodySize = bodySize
    }

    /// While we shut down nobody is waited for, only what is owed is still done.
    var onShutdown: ConnectionLimits {
        var limits = self
        limits.readTimeout = min(readTimeout, .seconds(1))
        limits.writeTimeout = min(writeTimeout, .seconds(2))
        limits.idleTimeout = min(idleTimeout, .seconds(1))
        return limits
    }

    /// How often to look for connections that are overdue.
    var tick: Duration {
        max(.milliseconds(20), min(.seconds(1), min(readTimeout, writeTimeout, idleTimeout) / 4))
    }
}
