package import Inspector
import MigrationModel

// The bodies of `/api/migrations/*`. Their field names are an interface: none is renamed or dropped.

extension DatabaseView {
    /// `GET /api/migrations/status`
    package var statusJSON: JSON {
        let status = status
        let graph = sample?.scripts.graph
        let review = JSON.array(sample?.review.concerns.map(\.json) ?? [])
        return .object([
            ("current_revision", .string(single(status?.current))),
            ("head_revision", .string(single(graph?.heads.map(\.text)))),
            ("is_up_to_date", .bool(state.isUpToDate)),
            ("pending_revisions", .array((status?.pending ?? []).map(\.reference))),
            ("pending_count", .int(status?.pending?.count)),
            ("total_revisions", .int(graph?.revisions.count)),
            ("database_url_masked", .string(database.maskedURL)),
            ("state", .string(state.rawValue)),
            ("state_since", .time(stateSince)),
            ("current_revisions", .strings(status?.current ?? [])),
            ("head_revisions", .strings(graph?.heads.map(\.text) ?? [])),
            ("effective_head_revisions", .strings(graph?.effectiveHeads.map(\.text) ?? [])),
            ("target", .string(database.target.description)),
            ("version_table", .string(found?.versionTable?.name.relative(to: found?.defaultSchema).description)),
            ("findings", .array((sample?.findings ?? []).map(\.json))),
            ("review", review),
            ("error", .string(error)),
            ("database", .string(database.name)),
            ("sampled_at", .time(sample?.takenAt)),
            ("age_seconds", age),
            ("timestamp", .hole(.now)),
        ])
    }

    /// `GET /api/migrations/history`
    package var historyJSON: JSON {
        guard let sample else { return MigrationHistory(of: nil, applied: nil).json }
        let applied = state == .unknown ? nil : status.map { sample.scripts.graph.ancestry(of: $0.known) }
        return MigrationHistory(of: sample.scripts.graph, applied: applied).json
    }

    /// `GET /api/migrations/validate`
    package var validateJSON: JSON {
        .object([
            ("valid", .bool(schema?.isValid)),
            ("existing_tables", .tables(schema?.existing)),
            ("missing_tables", .tables(schema?.missing)),
            ("alembic_initialized", .bool(found.map { $0.versionTable != nil })),
            ("pending_tables", .tables(schema?.pending)),
            ("unexpected_tables", .tables(schema?.unexpected)),
            ("differences", .array((schema?.differences ?? []).map(\.json))),
            ("unverified", .array((schema?.unverified ?? []).map(\.json))),
            ("expected_from", .string((sample?.schema.source ?? .scripts).rawValue)),
            ("error", .string(validationError)),
            ("state", .string(state.rawValue)),
            ("database", .string(database.name)),
            ("sampled_at", .time(sample?.takenAt)),
            ("age_seconds", age),
            ("timestamp", .hole(.now)),
        ])
    }

    /// Why the schema is not valid, in one sentence; `nil` where it is.
    package var validationError: String? {
        switch schema?.isValid {
        case true: nil
        case false: "Database schema out of sync"
        case nil: error ?? schema?.problem.map(\.sentence)
        }
    }

    var age: JSON { sample.map { .hole(.age(of: $0.takenAt)) } ?? .null }
}

/// The single one, or `nil` where there are none or several.
func single(_ names: [String]?) -> String? {
    names?.count == 1 ? names?.first : nil
}

extension JSON {
    static func tables(_ tables: [TableName]?) -> JSON { .strings((tables ?? []).map(\.description)) }
}

extension Revision {
    var reference: JSON { .object([("revision", .string(id.text)), ("message", .string(message))]) }
}

extension Finding {
    fileprivate var json: JSON {
        .object([
            ("kind", .string(kind.rawValue)), ("message", .string(message)), ("cure", .string(cure)),
            ("file", .string(file)), ("line", .int(line)),
        ])
    }
}

extension SchemaDifference {
    fileprivate var json: JSON {
        .object([
            ("kind", .string(kind.rawValue)), ("table", .string(table.description)), ("column", .string(column)),
            ("expected", .string(expected)), ("actual", .string(actual)), ("revision", .string(place?.revision.text)),
            ("file", .string(place?.file)), ("line", .int(place?.line)),
        ])
    }
}

extension SchemaComparison.Unverified {
    fileprivate var json: JSON {
        .object([
            ("table", .string(table?.description)), ("column", .string(column)), ("reason", .string(doubt.reason)),
            ("file", .string(doubt.file)), ("line", .int(doubt.line)),
        ])
    }
}

extension SchemaComparison.Problem {
    fileprivate var sentence: String {
        switch self {
        case .standsNowhere: "The rows of the version table do not tell which tables should exist."
        case .noVersionTable:
            "There is no version table, but tables that the scripts create: nothing tells which ones should exist."
        case .snapshot(let finding): finding.sentence
        case .nothingRead: "Nothing could be read."
        }
    }
}
