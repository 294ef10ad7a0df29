import AlembicScripts
import Foundation
import MigrationModel
import SystemPackage
import TestSupport
import Testing

/// `make corpus` downloads all packages of Tests/Corpus/packages.txt and sets `CORPUS=all`; `make test` has the small.
@Suite("Published packages, beside the real Alembic")
struct CorpusTests {
    @Test func `every revision is read as Alembic reads it`() async throws {
        let packages = try Corpus.packages()
        let directories = try packages.flatMap { try Corpus.projects(of: $0, named: "project") }
        let oracle = Alembic.packageRoot.appending("Tests/AlembicScriptsTests/Oracle/corpus.py").string
        let json = try await Alembic.python([oracle] + directories.map(\.string))
        let answers = try JSONDecoder().decode([Description].self, from: Data(json.utf8))
        #expect(answers.count == directories.count && answers.count >= packages.count)
        for (directory, theirs) in zip(directories, answers) {
            let scripts = try await onOwnThread { ScriptReader(directory.appending("alembic.ini")).read() }
            let name = directory.removingLastComponent().lastComponent?.string ?? ""
            // Asks what is pending from each revision, which takes a while.
            let difference = try await onOwnThread { Description(scripts).firstDifference(from: theirs) }
            let verdict = difference ?? "equal"
            print(
                "\(name) \(directory.lastComponent?.string ?? ""): \(scripts.graph.revisions.count) revisions, \(verdict)"
            )
            #expect(difference == nil, "\(name): \(scripts.findings.filter(\.kind.hidesRevisions).prefix(3))")
            #expect(!scripts.graph.revisions.isEmpty, "\(name)")
        }
    }
}

extension Description {
    /// In a line; `nil` where both say the same.
    func firstDifference(from theirs: Description) -> String? {
        if let error = theirs.error { return "Alembic refuses: \(error.prefix(200))" }
        let (ours, theirs) = (comparable(with: theirs), theirs.comparable(with: self))
        let pairs = [
            ("heads", ours.heads, theirs.heads), ("effective heads", ours.effectiveHeads, theirs.effectiveHeads),
            ("bases", ours.bases, theirs.bases), ("history", ours.history, theirs.history),
            ("pending", ours.pendingFromNothing, theirs.pendingFromNothing),
        ]
        for (name, ours, theirs) in pairs where ours != theirs { return "\(name) differ" }
        for (one, other) in zip(ours.revisions ?? [], theirs.revisions ?? []) where one != other {
            return "\(one) and not \(other)"
        }
        return ours == theirs ? nil : "what is pending differs"
    }
}
