import Foundation
import MigrationModel
import SystemPackage
import TestSupport
import Testing

@Suite("validate, while the real Alembic upgrades, and after each damage")
struct ValidateClimbTests {
    private struct Climb: Decodable {
        struct Verdict: Decodable {
            let differences: [String]
            let valid: Bool?
            let error: String?
            let unverified: [String?]
            /// What `alembic check` says of a damage.
            let checked: [String]?
        }

        struct Step: Decodable {
            let rows: [String]
            let verdict: Verdict
        }

        let steps: [Step]
        let failure: String?
        let damaged: [Verdict]
    }

    struct Damage {
        let statements: [String]
        let cure: [String]
        /// What `validate` says of it, and nothing else.
        let differences: [String]
    }

    @Test(arguments: Dialect.allCases)
    func `no revision differs, and each damage is told for what it is`(dialect: Dialect) async throws {
        try await TemporaryDirectory.with { root in
            let damages = Self.damages(dialect)
            var projects: [[Any]] = []
            for name in ["forms", "opaque"] {
                let oracle = Alembic.packageRoot.appending("Tests/AlembicScriptsTests/Oracle")
                let ini =
                    "[alembic]\nscript_location = \(oracle)\nversion_locations = \(oracle)/\(name)\npath_separator = os\n"
                try root.write(ini.utf8, to: "\(name)/alembic.ini")
                let url: String =
                    switch dialect {
                    case .sqlite: "sqlite:///\(root.appending("\(name).db"))"
                    case .postgresql: try await PostgresCluster.shared().createDatabase().url()
                    }
                let own = name == "forms" ? damages : []
                projects.append([root.appending(name).string, url, own.map { [$0.statements, $0.cure] }])
            }
            let climbs = try await Self.climb(projects)
            for climb in climbs {
                #expect(climb.failure == nil)
                #expect(climb.steps.map(\.verdict.differences) == climb.steps.map { _ in [] })
            }
            let forms = try #require(climbs.first)
            #expect(forms.steps.map(\.verdict.valid) == [false, false, false, false, true])
            #expect(forms.damaged.map(\.differences) == damages.map(\.differences) + [[]])
            #expect(forms.damaged.map(\.checked) == forms.damaged.map(\.differences))
            #expect(climbs.last?.steps.last?.verdict.unverified.isEmpty == false)
        }
    }

    private static func climb(_ projects: [[Any]]) async throws -> [Climb] {
        let program = Alembic.packageRoot.appending("Tests/AlembicScriptsTests/Oracle/climb.py").string
        let list = try JSONSerialization.data(withJSONObject: projects)
        let json = try await Alembic.python(
            [program, "--exporter", try Exporter.path, String(decoding: list, as: UTF8.self)])
        return try JSONDecoder().decode([Climb].self, from: Data(json.utf8))
    }

    private static func damages(_ dialect: Dialect) -> [Damage] {
        let serial = dialect == .sqlite ? "INTEGER NOT NULL PRIMARY KEY" : "serial PRIMARY KEY"
        func make(_ type: String) -> [String] {
            ["CREATE TABLE made (id \(serial), x \(type), y SMALLINT)"]
                + (dialect == .sqlite ? [] : ["CREATE INDEX ix_made_x ON made (x)"])
        }
        return [
            Damage(statements: ["DROP TABLE made"], cure: make("TEXT"), differences: ["missing_table made"]),
            Damage(
                statements: ["ALTER TABLE made DROP COLUMN y"], cure: ["ALTER TABLE made ADD COLUMN y SMALLINT"],
                differences: ["missing_column made y"]),
            Damage(
                statements: ["DROP TABLE made"] + make("INTEGER"), cure: ["DROP TABLE made"] + make("TEXT"),
                differences: ["type made x"]),
            Damage(
                statements: ["CREATE TABLE stray (a integer)"], cure: ["DROP TABLE stray"],
                differences: ["unexpected_table stray"]),
            Damage(
                statements: ["ALTER TABLE tag ADD COLUMN stray integer"],
                cure: ["ALTER TABLE tag DROP COLUMN stray"], differences: ["unexpected_column tag stray"]),
            Damage(
                statements: ["DROP INDEX ix_written"], cure: ["CREATE INDEX ix_written ON Written (amount DESC)"],
                differences: ["missing_index \(dialect == .sqlite ? "Written" : "written")"]),
        ]
    }
}
