import AlembicScripts
import Foundation
import MigrationModel
import SystemPackage
import TestSupport
import Testing

/// `make corpus` downloads all packages of Tests/Corpus/packages.txt and sets `CORPUS=all`; `make test` has the small.
@Suite("Published packages, beside the real Alembic")
struct CorpusTests {
    struct Package {
        let name: String
        let locations: [String]
        let isSmall: Bool
    }

    @Test func `every revision is read as Alembic reads it`() async throws {
        let all = ProcessInfo.processInfo.environment["CORPUS"] == "all"
        let packages = try Self.packages().filter { all || $0.isSmall }
        let corpus = Alembic.packageRoot.appending(".build/corpus")
        let directories = try packages.flatMap { package in
            try Self.projects(of: package, in: corpus.appending(package.name))
        }
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

    private static func packages() throws -> [Package] {
        let list = Alembic.packageRoot.appending("Tests/Corpus/packages.txt").string
        return try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { line in
                let words = line.split(separator: " ").map(String.init)
                return Package(
                    name: words[0], locations: words.dropFirst().filter { $0 != "small" },
                    isSmall: words.last == "small")
            }
    }

    /// A configuration beside the unpacked wheel for each of its script directories.
    private static func projects(of package: Package, in root: FilePath) throws -> [FilePath] {
        guard FileManager.default.fileExists(atPath: root.appending("done").string) else {
            throw ToolError("\(root) is not there: `make test` downloads the small packages, `make corpus` all")
        }
        var projects: [FilePath] = []
        for pattern in package.locations {
            let base = pattern.split(separator: "*").first.map(String.init) ?? pattern
            let isTree = pattern.hasSuffix("/**")
            let top = root.appending(base)
            let locations =
                pattern.hasSuffix("/*")
                ? try FileManager.default.contentsOfDirectory(atPath: top.string).sorted().map { top.appending($0) }
                    .filter { isDirectory($0) && hasRevisions($0) } : [top]
            for location in locations {
                let project = root.appending("project\(projects.count)")
                let ini = """
                    [alembic]
                    script_location = \(location.removingLastComponent())
                    version_locations = \(location)
                    path_separator = os
                    recursive_version_locations = \(isTree)

                    """
                try root.write(ini.utf8, to: "project\(projects.count)/alembic.ini")
                projects.append(project)
            }
        }
        return projects
    }

    private static func isDirectory(_ path: FilePath) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path.string, isDirectory: &isDirectory) && isDirectory.boolValue
    }

    private static func hasRevisions(_ path: FilePath) -> Bool {
        let names = try? FileManager.default.contentsOfDirectory(atPath: path.string)
        return names?.contains { $0.hasSuffix(".py") && !$0.hasPrefix("__") } ?? false
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
