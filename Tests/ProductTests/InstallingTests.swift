import Foundation
import SystemPackage
import TestSupport
import Testing

/// The files in `deploy/`, each asked of the tool that will read it.
@Suite("Installing", .timeLimit(.minutes(2)))
struct InstallingTests {
    private let deploy = Alembic.packageRoot.appending("deploy")

    private func text(_ file: String) throws -> String {
        try String(contentsOfFile: deploy.appending(file).string, encoding: .utf8)
    }

    @Test func `systemd takes the unit, and rates it as well protected`() async throws {
        let analyze = try Tool("systemd-analyze", in: [], package: "systemd").path
        let directory = try TemporaryDirectory()
        let unit = try text("systemd/migration-exporter.service")
        let here = unit.replacing("ExecStart=/usr/bin/migration-exporter", with: "ExecStart=\(try Exporter.path)")
        #expect(unit != here)
        try FilePath(directory.path).write(here.utf8, to: "migration-exporter.service")
        let file = directory.file("migration-exporter.service")
        let socket = deploy.appending("systemd/migration-exporter.socket").string
        #expect(try await says("\(analyze) verify --man=no \"$1\" \"$2\"", file, socket) == "")
        let rating = try await says("\(analyze) security --offline=true --threshold=12 --no-pager \"$1\"", file)
        #expect(rating.contains("Overall exposure level"))
    }

    @Test func `the unit's settings are settings`() async throws {
        let help = try await Exporter.run(["serve", "--help"], environment: ["COLUMNS": "1000"]).output
        let names = try text("systemd/migration-exporter.default").matches(of: /(?m)^#([A-Z_]+)=/).map { $0.1 }
        #expect(names.count >= 3)
        for name in names { #expect(help.contains(name), "\(name)") }
    }

    @Test func `the container's file is in order, and its health check is a command of ours`() async throws {
        let file = deploy.appending("container/Dockerfile").string
        let lint = Alembic.packageRoot.appending(".build/alembic/bin/hadolint").string
        #expect(try await says("\(lint) \"$1\"", file) == "")
        let written = try #require(try text("container/Dockerfile").firstMatch(of: /HEALTHCHECK .* CMD (\[.+\])/)).1
        let check = try JSONDecoder().decode([String].self, from: Data(written.utf8))
        #expect(check.first == "migration-exporter")
        let demo = try await ServingExporter(["demo"])
        let probe = try await Exporter.run(
            Array(check.dropFirst()), environment: ["MIGRATION_EXPORTER_WEB_LISTEN_ADDRESS": ":\(demo.port)"])
        #expect(probe.status == 0, "\(probe.errors)")
        // What the image is built with exists.
        for target in try text("container/Dockerfile").matches(of: /RUN make ([a-z-]+)/).map({ String($0.1) }) {
            _ = try await says("make -C \"$1\" --dry-run \"$2\"", Alembic.packageRoot.string, target)
        }
    }
}
