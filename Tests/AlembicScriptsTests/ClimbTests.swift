import AlembicScripts
import Foundation
import MigrationModel
import SystemPackage
import TestSupport
import Testing

@Suite("What scripts say of the schema, beside real databases at each revision")
struct ClimbTests {
    /// `forms` uses every form that is followed, `opaque` every form that is not.
    private static let fixtures = ["forms", "opaque"]

    @Test(arguments: Dialect.allCases)
    func `our own fixtures`(dialect: Dialect) async throws {
        try await TemporaryDirectory.with { root in
            var projects: [(directory: FilePath, url: String)] = []
            for name in Self.fixtures {
                let oracle = Alembic.packageRoot.appending("Tests/AlembicScriptsTests/Oracle")
                let ini =
                    "[alembic]\nscript_location = \(oracle)\nversion_locations = \(oracle)/\(name)\npath_separator = os\n"
                try root.write(ini.utf8, to: "\(name)/alembic.ini")
                projects.append((root.appending(name), try await Self.database(dialect, root.appending("\(name).db"))))
            }
            let climbs = try await Climb.up(projects)
            for (project, climb) in zip(projects, climbs) {
                #expect(climb.failure == nil)
                #expect(climb.steps.count == 5)
                let scripts = try await onOwnThread {
                    ScriptReader(project.directory.appending("alembic.ini"), depth: .schema(dialect)).read()
                }
                let verdict = ClimbVerdict(climb, scripts, dialect)
                print("\(project.directory.lastComponent?.string ?? "") on \(dialect): \(verdict.words)")
                #expect(verdict.falseAlarms == [])
                #expect(verdict.unexplained == [])
                if project.directory.lastComponent == "forms" { #expect(verdict.recall > 0.98) }
                #expect(verdict.claims > 30)
            }
        }
    }

    /// Migrations of packages that are not installed run as far as stubs for what they import let them.
    @Test func `published packages`() async throws {
        let directories = try Corpus.packages().flatMap { try Corpus.projects(of: $0, named: "climb") }
        var projects: [(directory: FilePath, url: String)] = []
        for directory in directories {
            projects.append((directory, try await Self.database(.postgresql, directory)))
        }
        let climbs = try await Climb.up(projects, withStubs: true)
        var sum = ClimbVerdict()
        var climbed = 0
        for (directory, climb) in zip(directories, climbs) where !climb.steps.isEmpty {
            let scripts = try await onOwnThread {
                ScriptReader(directory.appending("alembic.ini"), depth: .schema(.postgresql)).read()
            }
            let verdict = ClimbVerdict(climb, scripts, .postgresql)
            let name = directory.removingLastComponent().lastComponent?.string ?? ""
            print(
                "\(name) \(directory.lastComponent?.string ?? ""): \(climb.steps.count) of \(climb.revisions) revisions, "
                    + "\(scripts.opaqueRevisions.count) opaque, \(verdict.words)")
            #expect(verdict.falseAlarms == [], "\(name)")
            #expect(verdict.unexplained == [], "\(name)")
            if verdict.there > 0 { climbed += 1 }
            sum.add(verdict)
        }
        print("\(climbed) climbed; all together: \(sum.words)")
        #expect(climbed >= (directories.count > 10 ? 15 : 0))
    }

    static func database(_ dialect: Dialect, _ file: FilePath) async throws -> String {
        switch dialect {
        case .sqlite: return "sqlite:///\(file)"
        case .postgresql:
            let database = try await PostgresCluster.shared().createDatabase()
            return database.url()
        }
    }
}
