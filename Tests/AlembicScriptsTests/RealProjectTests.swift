import AlembicScripts
import MigrationModel
import SystemPackage
import TestSupport
import Testing

@Suite("Projects that the real Alembic made")
struct RealProjectTests {
    @Test(arguments: ["generic", "async", "multidb", "pyproject", "pyproject_async"])
    func `a project of each template reads as Alembic reads it`(template: String) async throws {
        try await AlembicProject.with(template: template) { project in
            try await project.alembic(
                ["revision", "-m", "first", "--rev-id", "a1"],
                ["revision", "-m", "second: with \"quotes\", accents é and\n\na second paragraph", "--rev-id", "b1"],
                ["revision", "-m", "left", "--rev-id", "c1"],
                ["revision", "-m", "right", "--rev-id", "c2", "--head", "b1", "--splice", "--branch-label", "side"],
                ["merge", "-m", "both", "--rev-id", "d1", "c1", "c2"],
                ["revision", "-m", "apart", "--rev-id", "e1", "--head", "base", "--branch-label", "apart"],
                ["revision", "-m", "needs the other", "--rev-id", "f1", "--head", "d1", "--depends-on", "apart"],
                ["revision", "-m", "grows", "--rev-id", "e2", "--head", "apart@head", "--depends-on", "c2"],
                ["revision", "--rev-id", "e3", "--head", "apart@head"])
            let name = template.hasPrefix("pyproject") ? "pyproject.toml" : "alembic.ini"
            let scripts = ScriptReader(project.root.appending(name), workingDirectory: project.root).read()
            let ours = Description(scripts)
            let theirs = try await Description.ofAlembic([project.root])[0]
            #expect(ours.comparable(with: theirs) == theirs.comparable(with: ours))
            #expect(scripts.findings.allSatisfy { !$0.kind.hidesRevisions })
            #expect(scripts.graph.revisions.allSatisfy { $0.created != nil })
            #expect(scripts.versionTable == nil)

            let direct = ScriptReader("migrations", workingDirectory: project.root).read()
            #expect(direct.graph.history == scripts.graph.history)
            let bare = ScriptReader("migrations/versions", workingDirectory: project.root).read()
            #expect(bare.graph.history == scripts.graph.history)
        }
    }

    @Test func `several version locations are read in the order of the configuration`() async throws {
        try await AlembicProject.with { project in
            let ini = """
                [alembic]
                script_location = %(here)s/migrations
                path_separator = os
                version_locations = %(here)s/z:%(here)s/a:%(here)s/migrations/versions
                """
            try project.root.write(ini.utf8, to: "alembic.ini")
            let root = project.root
            try await project.alembic(
                ["revision", "-m", "z", "--rev-id", "z1", "--version-path", "\(root)/z", "--branch-label", "z"],
                [
                    "revision", "-m", "a", "--rev-id", "a1", "--head", "base", "--version-path", "\(root)/a",
                    "--branch-label", "a",
                ],
                ["revision", "-m", "a2", "--rev-id", "a2", "--head", "a@head"],
                ["revision", "-m", "z2", "--rev-id", "z2", "--head", "z@head", "--depends-on", "a1"])
            let scripts = ScriptReader("alembic.ini", workingDirectory: root).read()
            let ours = Description(scripts)
            let theirs = try await Description.ofAlembic([root])[0]
            #expect(ours.comparable(with: theirs) == theirs.comparable(with: ours))
            #expect(ours.heads == ["z2", "a2"])
        }
    }
}
