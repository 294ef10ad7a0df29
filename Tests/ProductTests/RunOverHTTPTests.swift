import Foundation
import TestSupport
import Testing

@Suite("POST /api/migrations/run, with the real Alembic", .timeLimit(.minutes(3)))
struct RunOverHTTPTests {
    static let token = "0123456789abcdef0123"
    static let path = "/api/migrations/run"

    private func serve(
        _ project: RunnableProject, _ url: String, _ more: String..., environment: [String: String] = [:]
    ) async throws -> ServingExporter {
        try project.project.write("deployer \(Self.token)\n", to: "tokens")
        let arguments = [
            "serve", "--scripts", project.project.scripts, "--alembic-command", RunnableProject.alembic,
            "--sample-interval", "1h", "--run.enabled", "--run.token-file", project.project.directory.file("tokens"),
        ]
        let server = try await ServingExporter(
            arguments + more,
            environment: ["DATABASE_URL": url, "MIGRATION_EXPORTER_RUN_ANY_ENVIRONMENT": "true"].merging(environment) {
                $1
            })
        try await server.get("/readyz") { $0.code == 200 }
        return server
    }

    private func post(
        _ server: ServingExporter, _ body: String? = nil, token: String? = token, _ more: String...
    ) async throws -> ServingExporter.Answer {
        let authorization = token.map { ["-H", "Authorization: Bearer \($0)"] } ?? []
        let data =
            body.map { ["-H", "Content-Type: application/json", "-d", $0] } ?? ["-d", "", "-H", "Content-Type:"]
        return try await server.get(Self.path, options: ["-X", "POST"] + authorization + data + more)
    }

    @Test func `runs, and the sample after it is immediate`() async throws {
        let project = try RunnableProject()
        let database = try await PostgresCluster.shared().createDatabase()
        let server = try await serve(project, database.url())
        #expect(try await server.get("/health").code == 503)
        let dry = try await post(server, #"{"dry_run": true}"#)
        #expect(dry.code == 200)
        #expect(
            dry.body.contains(#""outcome":"dry_run""#)
                && dry.body.contains(#""planned_revisions":[{"revision":"aaaa1111""#))
        let elsewhere = try await post(server, #"{"expected_current_revision": "aaaa1111"}"#)
        #expect(elsewhere.code == 409)
        #expect(elsewhere.body.contains("does not stand at aaaa1111"), "\(elsewhere.body)")
        let answer = try await post(server)
        #expect(answer.code == 200)
        #expect(answer.body.contains(#""success":true,"outcome":"applied""#), "\(answer.body)")
        // The interval is an hour.
        #expect(try await server.get("/health") { $0.code == 200 }.code == 200)
        #expect(try await post(server).body.contains(#""outcome":"nothing_pending""#))
        let metrics = try await server.get("/metrics").body
        #expect(metrics.contains(#"migration_runs_total{database="database",outcome="applied"} 1"#))
        #expect(metrics.contains(#"migration_runs_total{database="database",outcome="refused"} 1"#))
        #expect(metrics.contains(#"migration_run_in_progress{database="database"} 0"#))
        #expect(metrics.contains(#"migration_last_run_timestamp_seconds{database="database"} "#))
        #expect(server.log.contains(#"address=[IPv4]127.0.0.1"#) || server.log.contains("127.0.0.1"))
        #expect(server.log.contains("token=deployer") && server.log.contains("outcome=applied"), "\(server.log)")
        #expect(!server.log.contains("s3cr3t") && !server.log.contains(Self.token))
    }

    @Test func `who may not is turned away, and it is written down`() async throws {
        let project = try RunnableProject()
        let database = try await PostgresCluster.shared().createDatabase()
        let server = try await serve(
            project, database.url(), environment: ["MIGRATION_EXPORTER_RUN_ANY_ENVIRONMENT": ""])
        #expect(try await post(server, token: nil).code == 401)
        #expect(try await post(server, token: Self.token + "x").code == 401)
        #expect(try await server.get(Self.path + "?token=\(Self.token)", "-X", "POST").code == 401)
        let here = try await post(server)
        #expect(here.code == 403)
        #expect(here.body.contains("ENVIRONMENT=production"))
        #expect(try await server.get(Self.path).code == 405)
        #expect(try await server.get(Self.path, "-i").body.lowercased().contains("allow: post"))
        #expect(server.log.contains("outcome=401") && server.log.contains("outcome=403"))
        #expect(try await database.sql("SELECT to_regclass('alembic_version') IS NULL") == "t")
    }

    @Test func `a token that was exchanged counts no more once the configuration is read again`() async throws {
        let project = try RunnableProject()
        let server = try await serve(
            project, "sqlite:///\(project.project.directory.file("app.db"))", "--web.enable-lifecycle",
            environment: ["MIGRATION_EXPORTER_RUN_ANY_ENVIRONMENT": ""])
        let next = String(Self.token.reversed())
        #expect(try await post(server).code == 403)
        #expect(try await post(server, token: next).code == 401)
        try project.project.write("next \(next)\n", to: "tokens")
        #expect(try await server.get("/-/reload", "-X", "POST").code == 200)
        #expect(try await post(server).code == 401)
        #expect(try await post(server, token: next).code == 403)
        #expect(server.log.contains("token=next") && !server.log.contains(next), "\(server.log)")
    }

    @Test func `what is no order is a mistake, and never a run`() async throws {
        let project = try RunnableProject()
        let database = try await PostgresCluster.shared().createDatabase()
        let server = try await serve(project, database.url())
        for body in [#"{"dryrun": true}"#, #"{"dry_run": "yes"}"#, "[]", "{", #"{"expected_current_revision": true}"#] {
            #expect(try await post(server, body).code == 400, "\(body)")
        }
        let form = try await server.get(
            Self.path, options: ["-X", "POST", "-H", "Authorization: Bearer \(Self.token)", "-d", "dry_run=false"])
        #expect(form.code == 415)
        #expect(try await database.sql("SELECT to_regclass('alembic_version') IS NULL") == "t")
    }

    @Test func `without the flag there is nothing`() async throws {
        let project = try RunnableProject()
        let server = try await ServingExporter(
            ["serve", "--scripts", project.project.scripts], environment: ["DATABASE_URL": "sqlite:////no/such.db"])
        #expect(try await server.get(Self.path, "-X", "POST").code == 404)
        #expect(try await server.get(Self.path).code == 404)
    }

    @Test func `a client that does not wait can look later, and meanwhile nothing is unhealthy`() async throws {
        let project = try RunnableProject()
        let end = project.project.directory.file("end")
        try project.add(
            "cccc3333", after: "bbbb2222",
            upgrade: "import os, time\nwhile not os.path.exists('\(end)'): time.sleep(0.05)")
        let database = try await PostgresCluster.shared().createDatabase()
        let server = try await serve(project, database.url())
        let accepted = try await post(server, nil, token: Self.token, "-i", "-H", "Prefer: respond-async")
        #expect(accepted.code == 202)
        let place = try #require(
            accepted.body.firstMatch(of: /ocation: (\/api\/migrations\/runs\/\w+)/).map { String($0.1) })
        let health = try await server.get("/health") { $0.body.contains(#""run_in_progress":true"#) }
        #expect(health.code == 200 && health.body.contains(#""status":"degraded""#), "\(health.body)")
        #expect(try await server.get("/readyz").code == 200)
        #expect(try await server.get("/metrics").body.contains(#"migration_run_in_progress{database="database"} 1"#))
        let second = try await post(server)
        #expect(second.code == 409 && second.body.contains("Another run of database is going on"), "\(second.body)")
        #expect(try await server.get(place).code == 401)
        let caller = ["-H", "Authorization: Bearer \(Self.token)"]
        let running = try await server.get(place, with: caller) { $0.body.contains("-> cccc3333") }
        #expect(running.body.contains(#""log":["#), "\(running.body)")
        try project.project.write("", to: "end")
        let done = try await server.get(place, with: caller) { $0.body.contains(#""outcome""#) }
        #expect(done.body.contains(#""outcome":"applied""#), "\(done.body)")
        #expect(try await server.get("/health") { $0.body.contains(#""status":"healthy""#) }.code == 200)
    }

    @Test func `another run's lock, a failure and a deadline have their codes`() async throws {
        let project = try RunnableProject()
        try project.add("cccc3333", after: "bbbb2222", upgrade: "import time; time.sleep(60)")
        let database = try await PostgresCluster.shared().createDatabase()
        let server = try await serve(project, database.url())
        let other = try project.start(database.url())
        try await other.logs("-> cccc3333")
        let locked = try await post(server)
        #expect(locked.code == 409 && locked.body.contains("migration-exporter run, since 20"), "\(locked.body)")
        try other.send(SIGTERM)
        _ = try await other.exitStatus()
        let hasty = try await serve(project, database.url(), "--run-timeout", "2s")
        let late = try await post(hasty)
        #expect(late.code == 504 && late.body.contains("at its deadline of 2 seconds"), "\(late.body)")
        try project.add("cccc3333", after: "bbbb2222", upgrade: "raise RuntimeError('broken')")
        let failed = try await post(server)
        #expect(failed.code == 500 && failed.body.contains("RuntimeError: broken"), "\(failed.body)")
        #expect(try await project.isGone())
    }

    @Test func `a client that hangs up stops nothing, and SIGTERM ends the run`() async throws {
        let project = try RunnableProject()
        try project.add("cccc3333", after: "bbbb2222", upgrade: "import time; time.sleep(60)")
        let database = try await PostgresCluster.shared().createDatabase()
        let server = try await serve(project, database.url(), "--web.shutdown-delay", "100ms")
        await #expect(throws: ToolError.self) { try await post(server, nil, token: Self.token, "--max-time", "1") }
        let running = #"migration_run_in_progress{database="database"} 1"#
        #expect(try await server.get("/metrics") { $0.body.contains(running) }.body.contains(running))
        try server.send(SIGTERM)
        #expect(try await server.exitStatus() == 0)
        #expect(server.log.contains("outcome=failed"), "\(server.log)")
        #expect(try await project.isGone())
    }

    @Test func `a database that cannot be reached is 503, and one that hangs is 504`() async throws {
        let project = try RunnableProject()
        let cluster = try await PostgresCluster.another()
        let database = try await cluster.createDatabase()
        let server = try await serve(project, database.url(), "--connect-timeout", "1s")
        let patient = try await [
            #"{"dry_run": true}"#: serve(project, database.url(), "--connect-timeout", "60s"),
            "{}": serve(project, database.url(), "--connect-timeout", "60s"),
        ]
        let postmaster = try cluster.postmaster()
        cluster.send(SIGSTOP, to: postmaster)
        // As long as it has no lock it changes nothing, and excuses nothing.
        for (order, waiting) in patient {
            #expect(try await post(waiting, order, token: Self.token, "-H", "Prefer: respond-async").code == 202)
            let health = try await waiting.get("/health")
            #expect(health.code == 503 && health.body.contains(#""run_in_progress":false"#), "\(health.body)")
        }
        let late = try await post(server)
        cluster.send(SIGCONT, to: postmaster)
        #expect(late.code == 504)
        #expect(
            late.body.contains(
                #""success":false,"outcome":"connect_timeout","error":"Connection timeout after 1 seconds""#))
        try await cluster.stop()
        let down = try await post(server)
        #expect(down.code == 503)
        #expect(down.body.contains(#""outcome":"could_not_tell","error":"Cannot connect"#), "\(down.body)")
        #expect(server.log.contains("outcome=connect_timeout") && server.log.contains("outcome=could_not_tell"))
    }

    @Test func `what the operator wants before a run is done here too, and whoever asks has no say in it`() async throws
    {
        let project = try RunnableProject()
        let database = try await PostgresCluster.shared().createDatabase()
        let server = try await serve(project, database.url(), "--backup-to", project.project.directory.path)
        for body in [#"{"operation": "downgrade"}"#, #"{"downgrade": "base"}"#, #"{"stamp": "head"}"#] {
            #expect(try await post(server, body).code == 400, "\(body)")
        }
        for path in ["/api/migrations/downgrade", "/api/migrations/stamp"] {
            let answer = try await server.get(
                path, "-X", "POST", "-H", "Authorization: Bearer \(Self.token)", "-d", "")
            #expect(answer.code == 404)
        }
        let answer = try await post(server)
        #expect(answer.code == 200 && answer.body.contains(#""restore":"psql "#), "\(answer.body)")
    }
}
