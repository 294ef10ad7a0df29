import Foundation
import TestSupport
import Testing

@Suite("upgrade, with the real Alembic on SQLite", .timeLimit(.minutes(2)))
struct SQLiteUpgradeTests {
    @Test func `of ten at once one runs, and the others find nothing to do`() async throws {
        let project = try RunnableProject()
        try project.project.write("", to: "app.db")
        let url = "sqlite:///\(project.project.directory.file("app.db"))"
        let results = try await withThrowingTaskGroup(of: Exporter.Result.self) { group in
            for _ in 1...10 { group.addTask { try await project.upgrade(url, "--output", "json") } }
            return try await group.reduce(into: [Exporter.Result]()) { $0.append($1) }
        }
        #expect(results.map(\.status) == Array(repeating: 0, count: 10), "\(results.map(\.errors))")
        #expect(results.filter { $0.output.contains(#""outcome":"applied""#) }.count == 1)
        #expect(results.map { $0.errors.components(separatedBy: "Running upgrade").count - 1 }.reduce(0, +) == 2)
    }

    @Test func `a lock that somebody holds is named`() async throws {
        let project = try RunnableProject()
        try project.add("cccc3333", after: "bbbb2222", upgrade: "import time; time.sleep(60)")
        try project.project.write("", to: "app.db")
        let url = "sqlite:///\(project.project.directory.file("app.db"))"
        let first = try project.start(url)
        try await first.logs("-> cccc3333")
        let second = try await project.upgrade(url, "--lock-timeout", "200ms")
        #expect(second.status == 1)
        #expect(second.output.contains("process \(try first.process), migration-exporter run, since 20"))
        try first.send(SIGKILL)
        #expect(try await project.isGone())
    }
}
