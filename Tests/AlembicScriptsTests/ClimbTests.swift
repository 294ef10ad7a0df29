import AlembicScripts
import Foundation
import MigrationModel
import SystemPackage
import TestSupport
import Testing

@Suite("What scripts say of the schema, beside real databases at each revision and after each damage")
struct ClimbTests {
    /// `forms` uses every form that is followed, `opaque` every form that is not.
    private static let fixtures = ["forms", "opaque"]

    @Test(arguments: Dialect.allCases)
    func `our own fixtures`(dialect: Dialect) async throws {
        try await TemporaryDirectory.with { root in
            let damages = FixtureDamage.all(dialect)
            var climbs: [Climb] = []
            for name in Self.fixtures {
                let oracle = Alembic.packageRoot.appending("Tests/AlembicScriptsTests/Oracle")
                let ini =
                    "[alembic]\nscript_location = \(oracle)\nversion_locations = \(oracle)/\(name)\npath_separator = os\n"
                try root.write(ini.utf8, to: "\(name)/alembic.ini")
                let own = name == "forms" ? damages : []
                let climb = try await Climb.up(
                    Climb.Project(root.appending(name), dialect, .made(by: own.map(\.statements))))
                climbs.append(climb)
                #expect(climb.failure == nil)
                #expect(climb.steps.count == 5)
                #expect(climb.steps.map(\.verdict.differences) == climb.steps.map { _ in [] })
                let scripts = try await onOwnThread {
                    ScriptReader(root.appending("\(name)/alembic.ini"), depth: .schema(dialect)).read()
                }
                let verdict = ClimbVerdict(climb, scripts, dialect)
                print("\(name) on \(dialect): \(verdict.words)")
                #expect(verdict.falseAlarms == [])
                #expect(verdict.unexplained == [])
                if name == "forms" { #expect(verdict.recall > 0.98) }
                #expect(verdict.claims > 30)
            }
            let forms = try #require(climbs.first)
            #expect(forms.steps.map(\.verdict.valid) == [false, false, false, false, true])
            #expect(forms.damaged.map(\.verdict.differences) == damages.map(\.differences))
            #expect(forms.damaged.map(\.checked) == damages.map(\.differences))
            #expect(climbs.last?.steps.last?.verdict.unverified.isEmpty == false)
        }
    }

    /// Migrations of packages that are not installed run as far as stubs for what they import let them.
    @Test(arguments: Dialect.allCases)
    func `published packages`(dialect: Dialect) async throws {
        let packages = try Corpus.packages()
        let directories = try packages.flatMap { try Corpus.projects(of: $0, named: "climb-\(dialect)") }
        var sum = ClimbVerdict()
        var damages = DamageTally()
        var climbed: Set<String> = []
        var toHead: Set<String> = []
        for directory in directories {
            let project = try await Climb.Project(directory, dialect, .tables(Corpus.isWhole ? .max : 1))
            let climb = try await Climb.up(project, withStubs: true)
            guard !climb.steps.isEmpty else { continue }
            let scripts = try await onOwnThread {
                ScriptReader(directory.appending("alembic.ini"), depth: .schema(dialect)).read()
            }
            let verdict = ClimbVerdict(climb, scripts, dialect)
            let tally = DamageTally(climb.damaged)
            let name = directory.removingLastComponent().lastComponent?.string ?? ""
            print(
                "\(name) \(directory.lastComponent?.string ?? ""): \(climb.steps.count) of \(climb.revisions) revisions, "
                    + "\(scripts.opaqueRevisions.count) opaque, \(verdict.words); \(tally.words)")
            #expect(climb.steps.flatMap(\.verdict.differences) == [], "\(name)")
            #expect(verdict.falseAlarms == [], "\(name)")
            #expect(verdict.unexplained == [], "\(name)")
            #expect(tally.falseAlarms == [], "\(name)")
            #expect(tally.passedOver == [], "\(name)")
            if verdict.there > 0 { climbed.insert(name) }
            if climb.failure == nil, tally.told > 1 { toHead.insert(name) }
            sum.add(verdict)
            damages.add(tally)
        }
        print(
            "On \(dialect) \(climbed.count) packages climbed, \(toHead.count) to their head; all together: \(sum.words); "
                + damages.words)
        #expect(climbed.count >= (Corpus.isWhole ? 20 : 1))
        #expect(toHead.count >= (Corpus.isWhole ? 8 : 1))
    }
}
