/// What a guarded run asks of Alembic.
package enum RunOperation: Sendable, Equatable {
    /// To the database's target.
    case upgrade
    case downgrade(to: String)
    /// Writes the version table and runs no migration. `purging`: all that stands there goes first, known or not.
    case stamp(String, purging: Bool = false)

    package var name: String {
        switch self {
        case .upgrade: "upgrade"
        case .downgrade: "downgrade"
        case .stamp: "stamp"
        }
    }

    /// Where it goes; `nil` for the database's target.
    package var destination: String? {
        switch self {
        case .upgrade: nil
        case .downgrade(let destination), .stamp(let destination, _): destination
        }
    }
}
