package import Inspector
import MigrationModel

/// A single reason why a database is not healthy.
package enum HealthCondition: String, Sendable, CaseIterable {
    case unreachable
    case unknown
    case behind
    case inconsistent
    case uninitialized
    case multipleHeads = "multiple_heads"
    case unknownRevision = "unknown_revision"
    case missingTables = "missing_tables"
    case missingColumns = "missing_columns"

    /// What makes `/health` answer 503. An unknown revision is not among them: a normal rollout passes through it.
    package static let unhealthyByDefault = Set(allCases).subtracting([.unknownRevision])
}

/// A part of the verdict that a caller can leave out with `?exclude=`.
package enum HealthCheck: String, Sendable, CaseIterable {
    case database
    case migrations
}

package enum HealthStatus: Int, Sendable, Comparable, CaseIterable {
    case healthy, degraded, unhealthy

    package static func < (a: HealthStatus, b: HealthStatus) -> Bool { a.rawValue < b.rawValue }

    package var word: String {
        switch self {
        case .healthy: "healthy"
        case .degraded: "degraded"
        case .unhealthy: "unhealthy"
        }
    }

    /// The words of `application/health+json` (draft-inadarei-api-health-check, section 3.1).
    var draftWord: String {
        switch self {
        case .healthy: "pass"
        case .degraded: "warn"
        case .unhealthy: "fail"
        }
    }
}

/// Which conditions are unhealthy; the others are degraded.
package struct HealthPolicy: Sendable {
    package let unhealthyWhen: Set<HealthCondition>
    package let excluded: Set<HealthCheck>

    package init(
        unhealthyWhen: Set<HealthCondition> = HealthCondition.unhealthyByDefault,
        excluding excluded: Set<HealthCheck> = []
    ) {
        self.unhealthyWhen = unhealthyWhen
        self.excluded = excluded
    }

    package func excluding(_ checks: Set<HealthCheck>) -> HealthPolicy {
        HealthPolicy(unhealthyWhen: unhealthyWhen, excluding: checks)
    }

    package func status(of view: DatabaseView) -> HealthStatus {
        // What a run passes through is no reason to take instances away.
        if view.isRunning, !excluded.contains(.migrations) { return .degraded }
        return view.conditions
            .filter { !excluded.contains($0.check) }
            .map { unhealthyWhen.contains($0.condition) ? .unhealthy : .degraded }
            .max() ?? .healthy
    }

    package func status(of views: [DatabaseView]) -> HealthStatus {
        views.map(status).max() ?? .unhealthy
    }
}

extension DatabaseView {
    /// What holds of this database, and the check that it belongs to.
    fileprivate var conditions: [(condition: HealthCondition, check: HealthCheck)] {
        var conditions: [(HealthCondition, HealthCheck)] = []
        switch state {
        case .upToDate: break
        case .behind: conditions.append((.behind, .migrations))
        case .unknownRevision: conditions.append((.unknownRevision, .migrations))
        case .multipleHeads: conditions.append((.multipleHeads, .migrations))
        case .inconsistent: conditions.append((.inconsistent, .migrations))
        case .uninitialized: conditions.append((.uninitialized, .migrations))
        case .unknown:
            // Whoever leaves the database out asks after the revisions all the more, and of those nothing is known.
            conditions.append((.unknown, .migrations))
            if !reachesDatabase { conditions.append((.unreachable, .database)) }
        }
        if schema?.missing.isEmpty == false { conditions.append((.missingTables, .migrations)) }
        if schema?.missingColumns.isEmpty == false { conditions.append((.missingColumns, .migrations)) }
        return conditions
    }
}
