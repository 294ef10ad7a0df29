import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite("The runbooks", .timeLimit(.minutes(3)))
struct RunbookTests {
    /// Every command of every runbook is typed into a shell, with a real database behind it.
    @Test func `their commands work`() async throws {
        let orders = try await Orders()
        let configuration = try orders.configuration()
        let exporter = try await ServingExporter(["serve", "--config.file", configuration])
        try await exporter.get("/readyz") { $0.code == 200 }
        let alembic = Alembic.packageRoot.appending(".build/alembic/bin").string
        let program = FilePath(try Exporter.path).removingLastComponent().string
        let shell = try Tool("sh", in: [], package: "dash")
        let setting = "export PATH=\(program):\(alembic):$PATH DATABASE_URL='\(orders.database.url())'"
        let snapshot = orders.directory.file("expected.schema.json")
        let write = "migration-exporter snapshot --scripts \(orders.scripts) --output \(snapshot)"
        _ = try await shell.run(["-c", "\(setting)\n\(write)"])
        var count = 0
        for alert in Set(try RuleFile.read().alerts.compactMap(\.alert)).sorted() {
            for command in try commands(in: RuleFile.runbook(of: alert)) {
                let local = command.replacing("/srv/orders/alembic.ini", with: orders.scripts)
                    .replacing("/srv/orders/expected.schema.json", with: snapshot)
                    .replacing("/etc/migration-exporter.yml", with: configuration)
                    .replacing("localhost:12809", with: "127.0.0.1:\(exporter.port)")
                    .replacing("curl -s ", with: "curl -sS --fail-with-body ")
                // 1 is an answer of ours: the database is not as it should be.
                let isFine = command.hasPrefix("migration-exporter") ? " || [ $? = 1 ]" : ""
                await #expect(throws: Never.self, "\(alert): \(command)") {
                    _ = try await shell.run(["-c", "\(setting)\n\(local)\(isFine)"])
                }
                count += 1
            }
        }
        #expect(count >= 30)
    }

    private func commands(in runbook: String) -> [String] {
        runbook.components(separatedBy: "```sh\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
            .flatMap { $0.split(separator: "\n").map(String.init) }
    }
}
