/// Something wrong, or odd, with the scripts, the rows of the version table or the tables: what, where, and what to do.
package struct Finding: Sendable, Equatable {
    package let kind: FindingKind
    /// One sentence that names the thing.
    package let message: String
    /// One sentence that says what to do about it.
    package let cure: String
    package let file: String?
    /// From 1.
    package let line: Int?

    package init(_ kind: FindingKind, _ message: String, cure: String, file: String? = nil, line: Int? = nil) {
        self.kind = kind
        self.message = message
        self.cure = cure
        self.file = file
        self.line = line
    }
}

/// The closed set of what can be found: an interface, as the label of a metric and as `kind` in JSON.
package enum FindingKind: String, Sendable, CaseIterable {
    // In the configuration and the files.
    case configError = "config_error"
    case configWarning = "config_warning"
    case missingLocation = "missing_location"
    case noRevisions = "no_revisions"
    case unreadableFile = "unreadable_file"
    case unparsableFile = "unparsable_file"
    case unidentifiedFile = "unidentified_file"
    case loadedTwice = "loaded_twice"
    case sourcelessFile = "sourceless_file"
    case unusableSnapshot = "unusable_snapshot"

    // In what a file says.
    case dynamicRevision = "dynamic_revision"
    case dynamicLabel = "dynamic_label"
    case invalidValue = "invalid_value"
    case invalidID = "invalid_id"
    case longID = "long_id"
    case noUpgradeFunction = "no_upgrade_function"

    // In the graph.
    case duplicateRevision = "duplicate_revision"
    case duplicateLabel = "duplicate_label"
    case duplicateParent = "duplicate_parent"
    case missingParent = "missing_parent"
    case missingDependency = "missing_dependency"
    case emptyDependency = "empty_dependency"
    case redundantDependency = "redundant_dependency"
    case loop
    case cycle
    case dependencyCycle = "dependency_cycle"
    case multipleHeads = "multiple_heads"
    case multipleBases = "multiple_bases"
    case unknownTarget = "unknown_target"
    case beyondTarget = "beyond_target"

    // In the version table.
    case corruptRow = "corrupt_row"
    case inexactRow = "inexact_row"
    case ambiguousPrefix = "ambiguous_prefix"
    case duplicateRows = "duplicate_rows"
    case overlappingRows = "overlapping_rows"
    case unknownRevision = "unknown_revision"
    case otherVersionTable = "other_version_table"

    // Among the tables.
    case leftoverTable = "leftover_table"

    /// Whether a revision may be missing from the graph because of it, so that no verdict can be given.
    package var hidesRevisions: Bool {
        switch self {
        case .configError, .unreadableFile, .unparsableFile, .unidentifiedFile, .dynamicRevision, .invalidValue,
            .invalidID:
            true
        default: false
        }
    }

    /// Whether it is about the scripts or a file beside them, and not about the rows of one database or its target.
    package var isAboutFiles: Bool {
        switch self {
        case .unknownTarget, .beyondTarget, .corruptRow, .inexactRow, .ambiguousPrefix, .duplicateRows,
            .overlappingRows, .unknownRevision, .otherVersionTable, .leftoverTable:
            false
        default: true
        }
    }
}
