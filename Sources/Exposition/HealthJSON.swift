package import Inspector
import MigrationModel

/// How much a caller is told.
package enum HealthDetail: Sendable {
    case all
    /// How it stands and how old that is: for callers who did not say who they are.
    case statuses
}

/// The composite answer of `/health`, in both of its forms.
package struct HealthReport {
    private let views: [DatabaseView]
    private let policy: HealthPolicy
    private let detail: HealthDetail

    package init(_ views: [DatabaseView], policy: HealthPolicy, detail: HealthDetail = .all) {
        self.views = views
        self.policy = policy
        self.detail = detail
    }

    package var status: HealthStatus { policy.status(of: views) }

    /// `application/json`
    package var json: JSON {
        let head: [(String, JSON)] =
            detail == .statuses
            ? []
            : [
                ("version", .string(Build.version)), ("uptime_seconds", .hole(.uptime)), ("timestamp", .hole(.now)),
            ]
        return .object(
            [("status", .string(status.word))] + head
                + [("services", .object(views.map { ($0.database.name, service($0)) }))])
    }

    private func service(_ view: DatabaseView) -> JSON {
        guard detail == .all else {
            return .object([("status", .string(policy.status(of: view).word)), ("age_seconds", view.age)])
        }
        var fields: [(String, JSON)] = [
            ("status", .string(policy.status(of: view).word)),
            ("engine", .string(view.database.engine.rawValue)),
            ("latency_ms", view.found.map { .tenths($0.latency.seconds * 1_000) } ?? .null),
            ("sampled_at", .time(view.sample?.takenAt)),
            ("age_seconds", view.age),
            ("error", .string(view.error)),
        ]
        if !policy.excluded.contains(.migrations) { fields.append(("migrations", migrations(view))) }
        return .object(fields)
    }

    private func migrations(_ view: DatabaseView) -> JSON {
        .object([
            ("state", .string(view.state.rawValue)),
            ("is_up_to_date", .bool(view.state.isUpToDate)),
            ("current_revision", .string(single(view.status?.current))),
            ("head_revision", .string(single(view.sample?.scripts.graph.heads.map(\.text)))),
            ("pending_count", .int(view.status?.pending?.count)),
            ("missing_tables", .tables(view.schema?.missing)),
            ("missing_columns", .strings((view.schema?.missingColumns ?? []).map(\.subject))),
            ("state_since", .time(view.stateSince)),
            ("run_in_progress", .bool(view.isRunning)),
        ])
    }

    /// `application/health+json` (draft-inadarei-api-health-check-06, sections 3 and 4).
    ///
    /// - `isFailure`: whether the answer's code is that of a failure, which has no other word there.
    package func draftJSON(isFailure: Bool) -> JSON {
        let head: [(String, JSON)] =
            detail == .statuses
            ? [] : [("version", .string(Build.version)), ("serviceId", .string("migration-exporter"))]
        return .object(
            [("status", .string((isFailure ? .unhealthy : status).draftWord))] + head
                + [("checks", .object(views.map { ("\($0.database.name):migrations", .array([check($0)])) }))])
    }

    private func check(_ view: DatabaseView) -> JSON {
        guard detail == .all else {
            return .object([
                ("observedValue", view.age), ("observedUnit", .string("s")),
                ("status", .string(policy.status(of: view).draftWord)),
            ])
        }
        var fields: [(String, JSON)] = [
            ("componentId", .string(view.database.name)),
            ("componentType", .string("datastore")),
            ("observedValue", .string(view.state.rawValue)),
            ("status", .string(policy.status(of: view).draftWord)),
            ("time", .time(view.sample?.takenAt)),
        ]
        if let error = view.error { fields.append(("output", .string(error))) }
        return .object(fields)
    }
}
