import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import migration_exporter

/// A command that a probe or a release calls must not take longer to begin than to answer.
@Suite("What a start takes along")
struct StartTests {
    @Test func `only who watches PostgreSQL needs libpq, and is told where it is missing`() async throws {
        let project = try Project(["aaaa1111"])
        try project.write("no library", to: "libpq.so.5")
        let broken = ["LD_LIBRARY_PATH": project.directory.path]
        let history = try await Exporter.run(["history", "--scripts", project.scripts], environment: broken)
        #expect(history.status == 0 && history.output.contains("aaaa1111"))
        let status = try await Exporter.run(
            ["status", "--scripts", project.scripts, "--database-url", "postgresql://127.0.0.1:1/x"],
            environment: broken)
        #expect(status.status == 2)
        #expect((status.output + status.errors).contains("libpq cannot be loaded"), "\(status)")
    }

    /// To make its name out of its type's, the parser asks each command's type for conformances to three protocols,
    /// and each time looks through those of the whole program.
    @Test func `every command says its name itself`() {
        func check(_ command: any ParsableCommand.Type) {
            #expect(command.configuration.commandName != nil, "\(command)")
            command.configuration.subcommands.forEach(check)
        }
        check(MigrationExporter.self)
    }
}
