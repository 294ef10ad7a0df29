package import Inspector
package import MigrationModel

extension RunReport {
    /// `POST /api/migrations/run`
    package var json: JSON {
        .object([
            ("success", .bool(outcome.isSuccess)),
            ("outcome", .string(outcome.rawValue)),
            ("error", .string(error)),
            ("advice", .string(advice)),
            ("pre_migration", before.map(\.beforeJSON) ?? .null),
            ("post_migration", after.map(\.afterJSON) ?? .null),
            ("operation", .string(operation.name)),
            ("applied_revisions", .array(applied.map(\.reference))),
            ("reverted_revisions", .array(reverted.map(\.reference))),
            ("planned_revisions", .array(planned.map(\.reference))),
            ("sql", .string(sql)),
            ("backup", backup.map(\.json) ?? .null),
            ("target", .string(operation.destination ?? database.target.description)),
            ("database", .string(database.name)),
            ("started_at", .time(startedAt)),
            ("duration_seconds", .tenths(duration.seconds)),
            ("log", .strings(log)),
            ("timestamp", .hole(.now)),
        ])
    }

    /// `upgrade` and its kin for people. With SQL it is a script, and the rest stands above it as its comments.
    package func text(_ style: TextStyle) -> String {
        guard let sql else { return summary(style) }
        let comments = summary(.plain).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        return comments.map { $0.isEmpty ? "--\n" : "-- \($0)\n" }.joined() + "\n" + sql
    }

    private func summary(_ style: TextStyle) -> String {
        let result = outcome.rawValue.replacing("_", with: " ")
        let text = style.aligned([
            ("database", "\(database.name)  \(style.faint(database.maskedURL))"),
            ("operation", operation.destination.map { "\(operation.name) to \($0.onOneLine)" }),
            ("result", outcome.isSuccess ? style.good(result) : style.bad(result)),
            ("before", before.flatMap(\.standing)),
            ("after", after.flatMap(\.standing)),
            ("took", "\(duration.seconds.tenths) s"),
            ("backup", backup.map { "\($0.file.onOneLine), \($0.bytes) bytes" }),
            ("restore", backup.map(\.restore.onOneLine)),
            ("needs", backup.map(\.needs.onOneLine)),
            ("error", error.map { style.bad($0.onOneLine) }),
            ("advice", advice?.onOneLine),
        ])
        let titles = operation.titles
        return text + Self.list(applied, titles.applied) + Self.list(reverted, titles.reverted)
            + Self.list(planned, titles.planned)
    }

    private static func list(_ revisions: [Revision], _ title: String) -> String {
        guard !revisions.isEmpty else { return "" }
        let width = revisions.map(\.id.text.count).max() ?? 0
        return revisions.reduce(into: "\n\(title):\n") { text, revision in
            text += "  \(revision.id.text.padded(to: width))  \(revision.message.onOneLine)\n"
        }
    }
}

extension RunBackup {
    fileprivate var json: JSON {
        .object([
            ("file", .string(file)), ("bytes", .int(bytes)), ("restore", .string(restore)),
            ("restore_needs", .string(needs)),
        ])
    }
}

extension RunOperation {
    fileprivate var titles: (applied: String, reverted: String, planned: String) {
        switch self {
        case .upgrade, .downgrade:
            let isBack = if case .downgrade = self { true } else { false }
            return (
                "applied, in this order", "taken back, in this order",
                isBack ? "would be taken back, in this order" : "would be applied, in this order"
            )
        case .stamp:
            return ("recorded as applied", "recorded as not applied", "would be recorded as applied")
        }
    }
}

extension JSON {
    /// A run that is going on.
    package static func runInProgress(id: String, database: String, startedAt: Timestamp, log: [String]) -> JSON {
        .object([
            ("id", .string(id)), ("status", .string("running")), ("database", .string(database)),
            ("started_at", .time(startedAt)), ("age_seconds", .hole(.age(of: startedAt))), ("log", .strings(log)),
            ("timestamp", .hole(.now)),
        ])
    }
}

extension Sample {
    fileprivate var beforeJSON: JSON {
        .object([
            ("revision", .string(single(status.current))), ("revisions", .strings(status.current)),
            ("pending_count", .int(status.pending?.count)), ("state", .string(status.state.rawValue)),
        ])
    }

    fileprivate var afterJSON: JSON {
        .object([
            ("revision", .string(single(status.current))), ("revisions", .strings(status.current)),
            ("is_up_to_date", .bool(status.state.isUpToDate)), ("state", .string(status.state.rawValue)),
        ])
    }

    fileprivate var standing: String? {
        guard found != nil else { return nil }
        let rows = status.current.isEmpty ? "no revision" : status.current.map(\.onOneLine).joined(separator: ", ")
        return rows + (status.pending.map { ", \($0.count) pending" } ?? "")
    }
}
