import Foundation
import TestSupport
import Testing

@Suite("wait", .timeLimit(.minutes(2)))
struct WaitTests {
    private func project() async throws -> (project: Project, environment: [String: String]) {
        let project = try Project()
        let file = project.directory.file("app.db")
        try await sql(SQLiteScene.standing(at: "aaaa1111"), project)
        return (project, ["DATABASE_URL": "sqlite:///\(file)", "MIGRATION_EXPORTER_SCRIPTS": project.scripts])
    }

    private func sql(_ text: String, _ project: Project) async throws {
        try await Tool("sqlite3", in: [], package: "sqlite3").run([project.directory.file("app.db"), text])
    }

    @Test func `looks once more when the time is over, however long it pauses`() async throws {
        let (project, environment) = try await project()
        let wait = try StartedExporter(["wait", "--timeout", "5s", "--interval", "1h"], environment: environment)
        try await wait.logs("behind, 1 pending")
        try await sql("UPDATE alembic_version SET version_num = 'bbbb2222'", project)
        #expect(try await wait.exitStatus() == 0, "\(wait.log)")
    }

    @Test func `says why it cannot tell, or why the rows are wrong`() async throws {
        let (project, environment) = try await project()
        let unknown = try await Exporter.run(
            ["wait", "--target", "nosuch", "--timeout", "10ms"], environment: environment)
        #expect(unknown.status == 2)
        #expect(
            unknown.errors == "migration-exporter: unknown: The target 'nosuch' is no revision and no branch of the "
                + "scripts. Correct --target, or release the scripts that have it.\n")
        try await sql("UPDATE alembic_version SET version_num = 'head'", project)
        let inexact = try await Exporter.run(["wait", "--timeout", "10ms"], environment: environment)
        #expect(inexact.status == 1)
        #expect(inexact.errors.contains(/inconsistent: .*'head'/), "\(inexact.errors)")
        try await sql("UPDATE alembic_version SET version_num = 'evil' || char(10) || char(27) || '[31mred'", project)
        let evil = try await Exporter.run(["wait", "--timeout", "10ms"], environment: environment)
        #expect(evil.errors.contains(/unknown_revision: .*evil \[31mred/), "\(evil.errors)")
        #expect(evil.errors.split(separator: "\n").count == 1 && !evil.errors.contains("\u{1B}"), "\(evil.errors)")
    }

    @Test(arguments: [("TERM", 143), ("INT", 130)])
    func `as the first process of a container ends on a signal`(signal: String, status: Int) async throws {
        let (project, environment) = try await project()
        let script = """
            err=$1; signal=$2; shift 2
            unshare --pid --fork env "$@" 2>"$err" & outer=$!
            until grep -q behind "$err"; do sleep 0.05; done
            read -r inner <"/proc/$outer/task/$outer/children"
            kill -"$signal" "$inner"
            wait "$outer"
            echo "status $?"
            """
        let variables = environment.map { "\($0.key)=\($0.value)" }
        let said = try await Tool("sh", in: [], package: "dash").run(
            ["-c", script, "sh", project.directory.file("errors"), signal] + variables
                + [try Exporter.path, "wait", "--timeout", "20s"])
        #expect(said == "status \(status)")
    }
}
