/// The verdict on the revisions of one database. Exactly one holds at any time.
package enum State: String, Sendable, CaseIterable {
    case upToDate = "up_to_date"
    case behind
    case unknownRevision = "unknown_revision"
    case multipleHeads = "multiple_heads"
    case inconsistent
    case uninitialized
    case unknown

    /// `nil` while nothing is known: neither good nor bad may be claimed then.
    package var isUpToDate: Bool? {
        switch self {
        case .unknown: nil
        case .upToDate: true
        default: false
        }
    }
}
