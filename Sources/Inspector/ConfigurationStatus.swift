package import MigrationModel

/// Which configuration is in force.
package struct ConfigurationStatus: Sendable, Equatable {
    /// When it was read.
    package let readAt: Timestamp
    /// Whether it is what was asked for last; if not, a newer one was wrong.
    package let isNewest: Bool

    package init(readAt: Timestamp, isNewest: Bool) {
        self.readAt = readAt
        self.isNewest = isNewest
    }

    /// The same one, after another could not be used.
    package var outdated: ConfigurationStatus { ConfigurationStatus(readAt: readAt, isNewest: false) }
}
