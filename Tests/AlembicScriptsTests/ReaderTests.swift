import AlembicScripts
import Glibc
import MigrationModel
import SystemPackage
import TestSupport
import Testing

@Suite("Reading again, and reading what is not there", .timeLimit(.minutes(1)))
struct ReaderTests {
    @Test func `a change is seen, and what has not changed stays`() async throws {
        try await TemporaryDirectory.with { root in
            let reader = ScriptReader(root.appending("mig"))
            #expect(reader.read().findings.map(\.kind) == [.configError])
            try root.write([], to: "mig/env.py")
            try root.write([], to: "mig/versions/README")
            #expect(reader.read().findings.map(\.kind) == [.noRevisions])
            #expect(reader.read().isComplete)
            try root.write(revision("a1").utf8, to: "mig/versions/a.py")
            #expect(reader.read().graph.heads.map(\.text) == ["a1"])
            // Long enough for the directory to count as unchanged.
            try await Task.sleep(for: .seconds(3.2))
            #expect(reader.read() == reader.read())
            try root.write(revision("b1").utf8, to: "mig/versions/a.py")
            #expect(reader.read().graph.heads.map(\.text) == ["b1"])
            try root.write(revision("c1", "'b1'").utf8, to: "mig/versions/b.py")
            #expect(reader.read().graph.heads.map(\.text) == ["c1"])
            unlink(root.appending("mig/versions/b.py").string)
            #expect(reader.read().graph.heads.map(\.text) == ["b1"])
            #expect(reader.read().graph.revisions.map(\.path) == ["a.py"])
        }
    }

    @Test func `what may not be looked at is not said to be missing`() async throws {
        try await TemporaryDirectory.with { root in
            try root.write([], to: "mig/env.py")
            let circle = root.appending("circle")
            symlink(circle.string, circle.string)
            symlink(circle.string, root.appending("mig/versions").string)
            func finding(_ name: String, _ ini: String? = nil) throws -> Finding? {
                if let ini { try root.write("[alembic]\n\(ini)\n".utf8, to: name) }
                return ScriptReader(root.appending(name)).read().findings.first
            }
            let reason = "cannot be looked at: Too many levels of symbolic links."
            for (found, place) in [
                (try finding("circle/alembic.ini"), "circle/alembic.ini"), (try finding("mig"), "mig/versions"),
                (try finding("a.ini", "script_location = %(here)s/circle/mig"), "circle/mig"),
                (
                    try finding("b.ini", "script_location = %(here)s/mig\nversion_locations = %(here)s/circle/v"),
                    "circle/v"
                ),
            ] {
                #expect(found?.message == "\(root.appending(place)) \(reason)")
                #expect(found?.cure == "Let this process search the directories above it.")
            }
        }
    }

    @Test func `a change in another file of the project is seen`() async throws {
        try await TemporaryDirectory.with { root in
            let script =
                "from app.names import REVISION\nrevision = REVISION\ndown_revision = None\ndef upgrade(): pass\n"
            try root.write(script.utf8, to: "mig/versions/a.py")
            try root.write("from alembic import context\nfrom app import names\n".utf8, to: "mig/env.py")
            let reader = ScriptReader("mig", workingDirectory: root)
            #expect(reader.read().findings.map(\.kind) == [.dynamicRevision])
            try root.write("REVISION = 'a1'\n".utf8, to: "app/names.py")
            #expect(reader.read().graph.heads == ["a1"])
            // Long enough for the directory to count as unchanged.
            try await Task.sleep(for: .seconds(3.2))
            #expect(reader.read() == reader.read())
            try root.write("REVISION = 'b1'\nTABLE = 'v'\n".utf8, to: "app/names.py")
            #expect(reader.read().graph.heads == ["b1"])
            let environment =
                "from alembic import context\nfrom app import names\ncontext.configure(version_table=names.TABLE)"
            try root.write(environment.utf8, to: "mig/env.py")
            #expect(reader.read().versionTable == .named("v", schema: nil))
            unlink(root.appending("app/names.py").string)
            #expect(!reader.read().isComplete && reader.read().versionTable == nil)
        }
    }

    @Test func `names that lead in a circle end as unknown`() async throws {
        try await TemporaryDirectory.with { root in
            let script = "from app.a import REVISION\nrevision = REVISION\ndown_revision = None\ndef upgrade(): pass\n"
            try root.write(script.utf8, to: "mig/versions/a.py")
            try root.write("from app.b import REVISION\nimport app.a\nx = app.a.x\n".utf8, to: "app/a.py")
            try root.write("from app.a import REVISION\nfrom app.a import *\ny = z\n".utf8, to: "app/b.py")
            let scripts = ScriptReader("mig", workingDirectory: root).read()
            #expect(scripts.findings.map(\.kind) == [.dynamicRevision])
            #expect(scripts.findings.first?.line == 2)
        }
    }

    @Test(.timeLimit(.minutes(1))) func `files that import all names of each other end as unknown`() async throws {
        try await TemporaryDirectory.with { root in
            let script = "from app.m0 import NAME\nrevision = NAME\ndown_revision = None\ndef upgrade(): pass\n"
            try root.write(script.utf8, to: "mig/versions/a.py")
            let imports = (0..<20).map { "from app.m\($0) import *\n" }.joined()
            for module in 0..<20 { try root.write("\(imports)x = y\n".utf8, to: "app/m\(module).py") }
            let scripts = try await onOwnThread { ScriptReader("mig", workingDirectory: root).read() }
            #expect(scripts.findings.map(\.kind) == [.dynamicRevision])
        }
    }

    @Test func `a pipe or a huge file is found and not read`() async throws {
        try await TemporaryDirectory.with { root in
            try root.write(revision("a1").utf8, to: "versions/a.py")
            try root.write([], to: "versions/huge.py")
            truncate(root.appending("versions/huge.py").string, 60 << 20)
            mkfifo(root.appending("versions/pipe.py").string, 0o600)
            let scripts = ScriptReader(root).read()
            #expect(scripts.findings.map(\.kind) == [.unreadableFile, .unreadableFile])
            #expect(scripts.findings.allSatisfy { !$0.cure.isEmpty && $0.file != nil })
            #expect(scripts.graph.heads.map(\.text) == ["a1"])
            mkfifo(root.appending("pipe.ini").string, 0o600)
            #expect(ScriptReader(root.appending("pipe.ini")).read().findings.map(\.kind) == [.configError])
        }
    }

    @Test func `a path with nothing in it gives no verdict, and says what to do`() async throws {
        try await TemporaryDirectory.with { root in
            try root.write("[alembic]\nscript_location = mig\n".utf8, to: "project/alembic.ini")
            try root.write([], to: "project/mig/env.py")
            try root.write([], to: "helpers/utils.txt")
            for path in ["project", "helpers", "nowhere", "project/alembic.ini"] {
                let scripts = ScriptReader(FilePath(path), workingDirectory: root).read()
                #expect(scripts.findings.contains { $0.kind == .configError && !$0.cure.isEmpty }, "\(path)")
                #expect(!scripts.isComplete)
            }
        }
    }

    @Test func `a location beside the ini is used, with a warning`() async throws {
        try await TemporaryDirectory.with { root in
            try root.write("[alembic]\nscript_location = mig\n".utf8, to: "project/alembic.ini")
            try root.write(revision("a1").utf8, to: "project/mig/versions/a.py")
            let scripts = ScriptReader("project/alembic.ini", workingDirectory: root).read()
            #expect(scripts.graph.heads.map(\.text) == ["a1"])
            #expect(scripts.findings.map(\.kind) == [.configWarning])
        }
    }

    @Test func `another section of the ini is read where it is asked for`() async throws {
        try await TemporaryDirectory.with { root in
            let ini = "[alembic]\nscript_location = nowhere\n[billing]\nscript_location = %(here)s/mig\n"
            try root.write(ini.utf8, to: "alembic.ini")
            try root.write(revision("a1").utf8, to: "mig/versions/a.py")
            let scripts = ScriptReader("alembic.ini", section: "billing", workingDirectory: root).read()
            #expect(scripts.graph.heads.map(\.text) == ["a1"])
        }
    }
}
