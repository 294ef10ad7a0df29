import Foundation
import SystemPackage
import TestSupport

/// Published packages: `make corpus` downloads all that Tests/Corpus/packages.txt names, `make test` the small ones.
enum Corpus {
    struct Package {
        let name: String
        let locations: [String]
        let isSmall: Bool
    }

    /// Whether all of them are asked for, and not the small ones alone.
    static var isWhole: Bool { ProcessInfo.processInfo.environment["CORPUS"] == "all" }

    static func packages() throws -> [Package] {
        let all = isWhole
        let list = Alembic.packageRoot.appending("Tests/Corpus/packages.txt").string
        return try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { line in
                let words = line.split(separator: " ").map(String.init)
                return Package(
                    name: words[0], locations: words.dropFirst().filter { $0 != "small" },
                    isSmall: words.last == "small")
            }
            .filter { all || $0.isSmall }
    }

    /// A configuration beside the unpacked wheel for each of its script directories.
    static func projects(of package: Package, named name: String) throws -> [FilePath] {
        let root = Alembic.packageRoot.appending(".build/corpus").appending(package.name)
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
                let project = root.appending("\(name)\(projects.count)")
                let ini = """
                    [alembic]
                    script_location = \(location.removingLastComponent())
                    version_locations = \(location)
                    path_separator = os
                    recursive_version_locations = \(isTree)

                    """
                try root.write(ini.utf8, to: "\(name)\(projects.count)/alembic.ini")
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
