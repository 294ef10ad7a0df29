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
            ("applied_revisions", .array(applied.map(\.reference))),
            ("planned_revisions", .array(planned.map(\.reference))),
            ("target", .string(database.target.description)),
            ("database", .string(database.name)),
            ("started_at", .time(startedAt)),
            ("duration_seconds", .tenths(duration.seconds)),
            ("log", .strings(log)),
            ("timestamp", .hole(.now)),
        ])
    }

    /// `upgrade` for people.
    package func text(_ style: TextStyle) -> String {
        let result = outcome.rawValue.replacing("_", with: " ")
        var text = style.aligned([
            ("database", "\(database.name)  \(style.faint(database.maskedURL))"),
            ("result", outcome.isSuccess ? style.good(result) : style.bad(result)),
            ("before", before.flatMap(\.standing)),
            ("after", after.flatMap(\.standing)),
            ("took", "\(duration.seconds.tenths) s"),
            ("error", error.map { style.bad($0.onOneLine) }),
            ("advice", advice?.onOneLine),
        ])
        text += Self.list(applied, "applied, in this order")
        return text + Self.list(planned, "would be applied, in this order")
    }

    private static func list(_ revisions: [Revision], _ title: String) -> String {
        guard !revisions.isEmpty else { return "" }
        let width = revisions.map(\.id.text.count).max() ?? 0
        return revisions.reduce(into: "\n\(title):\n") { text, revision in
            text += "  \(revision.id.text.padded(to: width))  \(revision.message.onOneLine)\n"
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
