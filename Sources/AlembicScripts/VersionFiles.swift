import Glibc
import MigrationModel
import SystemPackage

/// Which files of a script directory are loaded, and in which order.
///
/// Source of the rules: `Script._list_py_dir`, `ScriptDirectory._load_revisions` and `Script._from_path`.
struct VersionFiles: Equatable {
    private(set) var files: [VersionFile] = []
    private(set) var findings: [Finding] = []
    /// Behind all symbolic links. Two names that are linked hard are two files.
    private var loaded: Set<RawPath> = []
    private var directories: [Directory] = []
    /// Whether a directory that looks the same holds the same names: not where a link may lead elsewhere, and not where
    /// it changed so shortly before that a second change would have left the same time.
    private var isStable = true
    private let isSourceless: Bool

    private struct Directory: Equatable {
        let path: RawPath
        let status: FileStatus
    }

    init(in location: ScriptLocation) {
        isSourceless = location.isSourceless
        for versions in location.versions {
            walk(RawPath(versions), below: "", depth: 0, isRecursive: location.isRecursive)
        }
        loaded = []
    }

    private mutating func walk(_ directory: RawPath, below path: String, depth: Int, isRecursive: Bool) {
        // As many levels as a path can have; symbolic links to directories are not followed.
        guard depth < 1_000 else { return }
        note(directory)
        let listing = DirectoryListing(directory)
        if listing.files.contains(where: \.isLink) { isStable = false }
        if let error = listing.error {
            report(.unreadableFile, directory, "\(directory.text) cannot be listed: \(error).", cure: Self.readable)
        }
        files.reserveCapacity(files.count + listing.files.count)
        loaded.reserveCapacity(loaded.count + listing.files.count)
        let real = directory.filePath.resolved.map { RawPath($0) } ?? directory
        for entry in listing.files { add(entry, in: directory, real, below: path) }
        reportCompiled(listing, in: directory)
        guard isRecursive else { return }
        for entry in listing.directories where !entry.isLink && !entry.name.ends(with: "__pycache__") {
            walk(
                directory.appending(entry.name), below: "\(path)\(entry.name.text)/", depth: depth + 1,
                isRecursive: true)
        }
    }

    private mutating func note(_ directory: RawPath) {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        guard let status = try? FileStatus(directory), now.tv_sec - status.changed / 1_000_000_000 > 2 else {
            return isStable = false
        }
        directories.append(Directory(path: directory, status: status))
    }

    /// Whether listing again would find the very same, which costs a fraction of it to tell.
    var isUnchanged: Bool {
        isStable && !findings.contains { $0.kind == .unreadableFile }
            && directories.allSatisfy { (try? FileStatus($0.path)) == $0.status }
    }

    /// - `real`: the directory behind all symbolic links.
    private mutating func add(
        _ entry: DirectoryListing.Entry, in directory: RawPath, _ real: RawPath, below path: String
    ) {
        let file = directory.appending(entry.name)
        let source =
            entry.isLink
            ? RawPath(file.filePath.linkTarget) : real == directory ? file : real.appending(entry.name)
        let target = entry.isLink ? source.lastComponent : entry.name
        guard Self.isRevision(target) else { return }
        guard loaded.insert(source).inserted else {
            return report(
                .loadedTwice, file, "File \(source.text) loaded twice! ignoring.",
                cure: "Name each version location once, without links between them.")
        }
        let name = entry.name.text
        files.append(
            VersionFile(
                path: path.isEmpty ? name : path + name, file: file, name: entry.isLink ? target.text : name,
                isPlain: entry.isRegular))
    }

    private static let readable = "Restore it, remove it, or let this process read it."

    /// The regular expression `(?!\.\#|__init__)(.*\.py)$`.
    private static func isRevision(_ name: RawPath) -> Bool {
        name.ends(with: ".py") && !name.begins(with: ".#") && !name.begins(with: "__init__")
    }

    /// Compiled files are Python's own format, which changes with its version: they are not read.
    private mutating func reportCompiled(_ listing: DirectoryListing, in directory: RawPath) {
        let compiled = listing.compiled
        if !compiled.isEmpty {
            let names = Set(listing.names)
            for name in compiled where !names.contains(String(name.dropLast())) {
                reportCompiled(directory.filePath.appending(name))
            }
        }
        guard isSourceless, listing.directories.contains(where: { $0.name.text == "__pycache__" }) else { return }
        let stems = Set(listing.names.map { $0.prefix { $0 != "." } })
        let cache = directory.filePath.appending("__pycache__")
        note(RawPath(cache))
        for name in DirectoryListing(RawPath(cache)).compiled where !stems.contains(name.prefix { $0 != "." }) {
            reportCompiled(cache.appending(name))
        }
    }

    private mutating func reportCompiled(_ path: FilePath) {
        let file = RawPath(path)
        if isSourceless {
            report(
                .unreadableFile, file, "\(path) is compiled and has no source beside it.",
                cure: "Ship the .py files too: a compiled file cannot be read without Python.")
        } else {
            report(
                .sourcelessFile, file, "\(path) is compiled and has no source beside it: Alembic ignores it.",
                cure: "Remove it, or set sourceless = true if it is meant to be a revision.")
        }
    }

    private mutating func report(_ kind: FindingKind, _ file: RawPath, _ message: String, cure: String) {
        findings.append(Finding(kind, message, cure: cure, file: file.text))
    }
}

extension DirectoryListing {
    fileprivate var names: [String] { files.map(\.name.text) }

    /// The names of compiled revisions, sorted by code points.
    fileprivate var compiled: [String] {
        files.map(\.name).filter { name in
            (name.ends(with: ".pyc") || name.ends(with: ".pyo")) && !name.begins(with: ".#")
                && !name.begins(with: "__init__")
        }.map(\.text)
    }
}

extension FilePath {
    /// The path behind all symbolic links; `nil` where there is nothing.
    var resolved: FilePath? {
        withPlatformString { path in
            guard let real = realpath(path, nil) else { return nil }
            defer { free(real) }
            return FilePath(platformString: real)
        }
    }

    /// Where a symbolic link leads, even if nothing is there.
    fileprivate var linkTarget: FilePath {
        if let resolved { return resolved }
        var path = self
        // As many steps as the kernel takes.
        for _ in 0..<40 {
            guard let next = path.link else { return path }
            path = path.removingLastComponent().pushing(next)
        }
        return path
    }

    private var link: FilePath? {
        let bytes = [CInterop.PlatformChar](unsafeUninitializedCapacity: Int(PATH_MAX) + 1) { buffer, count in
            guard let start = buffer.baseAddress else { return }
            count = max(0, withPlatformString { readlink($0, start, Int(PATH_MAX)) })
        }
        return bytes.isEmpty ? nil : FilePath(platformString: bytes + [0])
    }
}
