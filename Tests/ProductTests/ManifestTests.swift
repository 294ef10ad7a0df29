import Foundation
import SystemPackage
import TestSupport
import Testing

/// The files for Kubernetes: what its own schemas say of them, and what they start.
@Suite("The manifests for Kubernetes", .timeLimit(.minutes(2)))
struct ManifestTests {
    private struct Manifests: Decodable {
        struct Start: Decodable {
            let name: String
            let arguments: [String]
            let environment: [String: String]
        }

        let started: [Start]
        let configurations: [[String: String]]
    }

    /// Every schema is asked, every selector finds something, and the alerts are those of the rule file.
    private func read() async throws -> Manifests {
        let text = try await Alembic.python([
            Alembic.packageRoot.appending("Tests/ProductTests/Oracle/manifests.py").string,
            Alembic.packageRoot.appending("deploy/kubernetes").string,
            Alembic.packageRoot.appending("alerts/migration-exporter.rules.yml").string,
        ])
        return try JSONDecoder().decode(Manifests.self, from: Data(text.utf8))
    }

    @Test func `are valid, fit together, and start the program as it can be started`() async throws {
        let manifests = try await read()
        #expect(Set(manifests.started.compactMap(\.arguments.first)) == ["serve", "wait", "upgrade"])
        let project = try Project(["aaaa1111"])
        let database = try await PostgresCluster.shared().createDatabase()
        try await database.stamp("aaaa1111", tables: ["t_aaaa1111"])
        try project.write(database.url(), to: "orders-url")
        let configuration = try #require(manifests.configurations.first?["migration-exporter.yml"])
        try project.write(configuration.here(project), to: "migration-exporter.yml")
        for start in manifests.started {
            var environment = start.environment.mapValues { $0.here(project) }
            if environment["DATABASE_URL"] != nil { environment["DATABASE_URL"] = database.url() }
            // The server of the tests has no certificate.
            environment["PGSSLMODE"] = "disable"
            let arguments = start.arguments.map { $0.here(project) }
            // A server would not end.
            let command = arguments.first == "serve" ? ["config", "check"] + arguments.dropFirst() : arguments
            let result = try await Exporter.run(command, environment: environment)
            #expect(result.status == 0, "\(start.name): \(result.output)\(result.errors)")
        }
    }
}

extension String {
    /// With the paths of the manifests as they are here.
    fileprivate func here(_ project: Project) -> String {
        replacing("/scripts/alembic.ini", with: project.scripts)
            .replacing("/srv/orders/alembic.ini", with: project.scripts)
            .replacing("/run/secrets/migration-exporter/", with: project.directory.file(""))
            .replacing("/etc/migration-exporter/", with: project.directory.file(""))
    }
}
