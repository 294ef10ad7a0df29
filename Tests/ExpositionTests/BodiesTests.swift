import Exposition
import Inspector
import MigrationModel
import TestSupport
import Testing

@Suite("The JSON bodies")
struct BodiesTests {
    private func text(_ json: JSON) -> String {
        Body(json).text(at: Timestamp.noon.advanced(by: .seconds(9)), startedAt: .noon)
    }

    @Test func `status, whole`() {
        let view = MetricsTextTests.view(.success(.at("aaaa", tables: "users")))
        #expect(
            text(view.statusJSON) == """
                {"current_revision":"aaaa","head_revision":"bbbb","is_up_to_date":false,\
                "pending_revisions":[{"revision":"bbbb","message":"message of bbbb"}],"pending_count":1,\
                "total_revisions":2,"database_url_masked":"postgresql://app@***","state":"behind",\
                "state_since":"2024-01-15T10:30:00Z","current_revisions":["aaaa"],"head_revisions":["bbbb"],\
                "effective_head_revisions":["bbbb"],"target":"head","version_table":"alembic_version","findings":[],"review":[],\
                "error":null,"database":"orders","sampled_at":"2024-01-15T10:30:00Z","age_seconds":9.0,\
                "timestamp":"2024-01-15T10:30:09Z"}

                """)
    }

    @Test func `validate, whole`() {
        let view = MetricsTextTests.view(.success(.at("aaaa", tables: "users")))
        #expect(
            text(view.validateJSON) == """
                {"valid":false,"existing_tables":["users"],"missing_tables":[],"alembic_initialized":true,\
                "pending_tables":["recipes"],"unexpected_tables":[],"differences":[],"unverified":[],\
                "expected_from":"scripts","error":"Database schema out of sync","state":"behind","database":"orders",\
                "sampled_at":"2024-01-15T10:30:00Z","age_seconds":9.0,"timestamp":"2024-01-15T10:30:09Z"}

                """)
    }

    @Test func `history, whole`() {
        let view = MetricsTextTests.view(.success(.at("aaaa")))
        #expect(
            text(view.historyJSON) == """
                {"migrations":[{"revision":"bbbb","message":"message of bbbb","created":null,"author":null,\
                "branch_labels":null,"depends_on":null,"down_revision":"aaaa","is_head":true,"applied":false,\
                "path":"bbbb.py"},{"revision":"aaaa","message":"message of aaaa","created":null,"author":null,\
                "branch_labels":null,"depends_on":null,"down_revision":null,"is_head":false,"applied":true,\
                "path":"aaaa.py"}]}

                """)
    }

    @Test func `health, whole`() {
        let report = HealthReport(
            [MetricsTextTests.view(.success(.at("bbbb", tables: "users", "recipes")))], policy: HealthPolicy())
        #expect(
            text(report.json) == """
                {"status":"healthy","version":"\(Build.version)","uptime_seconds":9,"timestamp":"2024-01-15T10:30:09Z",\
                "services":{"orders":{"status":"healthy","engine":"postgresql","latency_ms":1.3,\
                "sampled_at":"2024-01-15T10:30:00Z","age_seconds":9.0,"error":null,"migrations":{"state":"up_to_date",\
                "is_up_to_date":true,"current_revision":"bbbb","head_revision":"bbbb","pending_count":0,\
                "missing_tables":[],"missing_columns":[],"state_since":"2024-01-15T10:30:00Z","run_in_progress":false}}}}

                """)
    }

    @Test func `a run in progress is degraded until its deadline, whatever the database says`() {
        let store = SampleStore([.named("orders")], freshFor: .seconds(600))
        store.beginRun(of: "orders", deadline: .noon.advanced(by: .seconds(60)))
        let views = { store.latest.views(at: Timestamp.noon.advanced(by: .seconds($0))) }
        #expect(HealthReport(views(60), policy: HealthPolicy()).status == .degraded)
        #expect(HealthReport(views(61), policy: HealthPolicy()).status == .unhealthy)
        #expect(store.latest.freshUntil(at: .noon) == Timestamp.noon.advanced(by: .seconds(60)))
        #expect(text(HealthReport(views(0), policy: HealthPolicy()).json).contains(#""run_in_progress":true"#))
        store.endRun(
            RunReport(
                of: .named("orders"), outcome: .failed, error: "broken", before: nil, after: nil, startedAt: .noon,
                duration: .seconds(2)))
        #expect(HealthReport(views(0), policy: HealthPolicy()).status == .unhealthy)
        #expect(views(0)[0].runs.outcomes == [.failed: 1])
        #expect(views(0)[0].runs.lastEndedAt == Timestamp.noon.advanced(by: .seconds(2)))
    }

    @Test func `unknown claims nothing`() {
        let view = MetricsTextTests.view(.failure(.unreachable("refused")))
        let status = text(view.statusJSON)
        #expect(status.contains(#""is_up_to_date":null"#))
        #expect(status.contains(#""state":"unknown""#))
        #expect(status.contains(#""error":"Cannot connect: refused""#))
        #expect(text(view.validateJSON).contains(#""valid":null"#))
        #expect(text(view.historyJSON).contains(#""applied":null"#))
    }

    @Test func `text is escaped`() {
        #expect(text(.string("a\"b\\c\n\u{1}é")) == "\"a\\\"b\\\\c\\n\\u0001é\"\n")
    }

    static let up = DatabaseReading.at("bbbb", tables: "users", "recipes")

    @Test(arguments: [
        (Result<DatabaseReading, ReadError>.success(up), HealthStatus.healthy),
        (.success(.at("aaaa", tables: "users")), .unhealthy), (.success(.at("newer")), .degraded),
        (.success(.at("bbbb", tables: "users")), .unhealthy), (.success(.at("bb")), .unhealthy),
        (.failure(.unreachable("refused")), .unhealthy),
    ])
    func `health by the default policy`(reading: Result<DatabaseReading, ReadError>, status: HealthStatus) {
        #expect(HealthPolicy().status(of: MetricsTextTests.view(reading)) == status)
    }

    @Test func `a policy can be laxer, and a check left out`() {
        let behind = MetricsTextTests.view(.success(.at("aaaa", tables: "users")))
        #expect(HealthPolicy(unhealthyWhen: [.unreachable]).status(of: behind) == .degraded)
        #expect(HealthPolicy(excluding: [.migrations]).status(of: behind) == .healthy)
        let down = MetricsTextTests.view(.failure(.unreachable("refused")))
        #expect(HealthPolicy(excluding: [.migrations]).status(of: down) == .unhealthy)
        #expect(HealthPolicy(excluding: [.database]).status(of: down) == .unhealthy)
    }
}
