package import MigrationModel

/// Which configuration is in force.
package struct ConfigurationStatus: Sendable, Equatable {
    /// What is read again for itself, so that the one may be wrong while the other is right.
    package enum Part: Sendable {
        /// Flags, environment and file.
        case settings
        /// TLS, users, headers and the rate limit.
        case access
    }

    /// When the newest part of it was read.
    package private(set) var readAt: Timestamp
    /// The parts of which a newer reading was wrong, so that an older one is in force.
    private var outdated: Set<Part> = []

    package init(readAt: Timestamp) {
        self.readAt = readAt
    }

    /// Whether all of it is what was asked for last.
    package var isNewest: Bool { outdated.isEmpty }

    package mutating func noteRead(_ part: Part, at moment: Timestamp) {
        readAt = moment
        outdated.remove(part)
    }

    package mutating func noteWrong(_ part: Part) { outdated.insert(part) }
}
