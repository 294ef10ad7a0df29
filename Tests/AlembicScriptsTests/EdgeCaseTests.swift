import AlembicScripts
import MigrationModel
import SystemPackage
import TestSupport
import Testing

@Suite("Odd script directories, beside the real Alembic")
struct EdgeCaseTests {
    @Test func `what Alembic reads is read as it reads it, and what it refuses is found`() async throws {
        try await TemporaryDirectory.with { root in
            for (number, example) in EdgeCase.all.enumerated() { try example.write(to: root, "p\(number)") }
            let directories = EdgeCase.all.indices.map { root.appending("p\($0)") }
            let answers = try await Description.ofAlembic(directories)
            for (example, (directory, theirs)) in zip(EdgeCase.all, zip(directories, answers)) {
                let name = example.isToml ? "pyproject.toml" : "alembic.ini"
                let scripts = try await onOwnThread {
                    ScriptReader(FilePath(name), workingDirectory: directory).read()
                }
                let kinds = scripts.findings.map(\.kind)
                let label = Comment("\(example.name): \(scripts.findings)")
                for kind in example.finds { #expect(kinds.contains(kind), label) }
                if let error = theirs.error {
                    #expect(
                        !example.finds.isEmpty || example.isRefused, "\(example.name): Alembic refuses it, \(error)")
                } else if !example.differs {
                    let ours = Description(scripts)
                    #expect(ours.comparable(with: theirs) == theirs.comparable(with: ours), label)
                    if example.finds.isEmpty { #expect(kinds.allSatisfy { !$0.hidesRevisions }, label) }
                }
            }
        }
    }
}
