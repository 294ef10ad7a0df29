import Glibc
import MigrationModel
import SystemPackage

/// Which files of a script directory are loaded, and in which order.
///
/// Source of the rules: `Script._list_py_dir`, `ScriptDirectory._load_revisions` and `Script._from_path`.
struct VersionFiles: Equatable {
    private(set) var files: [VersionFile] = []
    private(set) var findings: [Finding] = []
    private var loaded: Set<FilePath> = []
    private var directories: [FilePath: FileStatus] = [:]
    /// Whether a directory that looks the same holds the same names: not where a link may lead elsewhere, and not where
    /// it changed so shortly before that a second change would have left the same time.
    private var isStable = true
    private let isSourceless: Bool

    init(in location: ScriptLocation) {
        isSourceless = location.isSourceless
        for versions in location.versions {
            walk(versions, path: FilePath(), isRecursive: location.isRecursive)
        }
    }

    private mutating func walk(_ directory: FilePath, path: FilePath, isRecursive: Bool) {
        // As many levels as a path can have; symbolic links to directories are not followed.
        guard path.components.count < 1_000 else { return }
        note(directory)
        let listing = DirectoryListing(directory)
        if listing.files.contains(where: \.isLink) { isStable = false }
        if let error = listing.error {
            report(.unreadableFile, directory, "\(directory) cannot be listed: \(error).", cure: Self.readable)
        }
        let real = directory.resolved
        for entry in listing.files { add(entry, in: directory, real: real, path: path) }
        reportCompiled(listing, in: directory)
        guard isRecursive else { return }
        for entry in listing.directories where !entry.isLink && !entry.name.string.hasSuffix("__pycache__") {
            walk(
                directory.appending(entry.name), path: path.appending(entry.name), isRecursive: true)
        }
    }

    private mutating func note(_ directory: FilePath) {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        guard let status = try? FileStatus(directory), now.tv_sec - status.changed / 1_000_000_000 > 2 else {
            return isStable = false
        }
        directories[directory] = status
    }

    /// Whether listing again would find the very same, which costs a fraction of it to tell.
    var isUnchanged: Bool {
        isStable && !findings.contains { $0.kind == .unreadableFile }
            && directories.allSatisfy { (try? FileStatus($0)) == $1 }
            && files.allSatisfy { (try? FileStatus($0.file)) == $0.status }
    }

    private mutating func add(_ entry: DirectoryListing.Entry, in directory: FilePath, real: FilePath?, path: FilePath)
    {
        let file = directory.appending(entry.name)
        let target = entry.isLink ? file.linkTarget : real?.appending(entry.name) ?? file
        let name = target.lastComponent?.string ?? ""
        guard Self.isRevision(name) else { return }
        guard loaded.insert(target).inserted else {
            return report(
                .loadedTwice, file, "File \(target) loaded twice! ignoring.",
                cure: "Name each version location once, without links between them.")
        }
        do throws(Errno) {
            let status = try FileStatus(file)
            let path = path.appending(entry.name).string
            files.append(VersionFile(path: path, file: file, name: name, status: status))
        } catch {
            report(.unreadableFile, file, "\(file) cannot be read: \(error).", cure: Self.readable)
        }
    }

    private static let readable = "Restore it, remove it, or let this process read it."

    /// The regular expression `(?!\.\#|__init__)(.*\.py)$`.
    private static func isRevision(_ name: String) -> Bool {
        name.hasSuffix(".py") && !name.hasPrefix(".#") && !name.hasPrefix("__init__")
    }

    /// Compiled files are Python's own format, which changes with its version: they are not read.
    private mutating func reportCompiled(_ listing: DirectoryListing, in directory: FilePath) {
        let names = Set(listing.names)
        for name in names.sorted() where name.hasSuffix(".pyc") || name.hasSuffix(".pyo") {
            guard !names.contains(String(name.dropLast())), Self.isRevision(String(name.dropLast())) else { continue }
            reportCompiled(directory.appending(name))
        }
        guard isSourceless, listing.directories.contains(where: { $0.name.string == "__pycache__" }) else { return }
        let stems = Set(names.map { $0.prefix { $0 != "." } })
        let cache = directory.appending("__pycache__")
        for name in DirectoryListing(cache).names where name.hasSuffix(".pyc") || name.hasSuffix(".pyo") {
            guard !stems.contains(name.prefix { $0 != "." }), Self.isRevision(String(name.dropLast())) else { continue }
            reportCompiled(cache.appending(name))
        }
    }

    private mutating func reportCompiled(_ file: FilePath) {
        if isSourceless {
            report(
                .unreadableFile, file, "\(file) is compiled and has no source beside it.",
                cure: "Ship the .py files too: a compiled file cannot be read without Python.")
        } else {
            report(
                .sourcelessFile, file, "\(file) is compiled and has no source beside it: Alembic ignores it.",
                cure: "Remove it, or set sourceless = true if it is meant to be a revision.")
        }
    }

    private mutating func report(_ kind: FindingKind, _ file: FilePath, _ message: String, cure: String) {
        findings.append(Finding(kind, message, cure: cure, file: file.string))
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
