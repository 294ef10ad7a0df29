import Glibc
import SystemPackage

/// The entries of one directory as `os.walk` sorts them: directories, also behind links, and everything else.
struct DirectoryListing {
    struct Entry {
        let name: FilePath.Component
        let isLink: Bool
    }

    private(set) var files: [Entry] = []
    private(set) var directories: [Entry] = []
    /// Why it could not be listed.
    private(set) var error: Errno?

    init(_ path: FilePath) {
        guard let stream = path.withPlatformString({ opendir($0) }) else {
            error = Errno(rawValue: errno)
            return
        }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            guard let name = Self.name(entry), name.kind == .regular else { continue }
            let type = Int32(entry.pointee.d_type)
            let isUnclear = type == Int32(DT_LNK) || type == Int32(DT_UNKNOWN)
            let isDirectory = type == Int32(DT_DIR) || isUnclear && path.appending(name).isDirectory
            let found = Entry(name: name, isLink: isUnclear && path.appending(name).isLink)
            if isDirectory { directories.append(found) } else { files.append(found) }
        }
        files.sort { $0.name.precedes($1.name) }
        directories.sort { $0.name.precedes($1.name) }
    }

    /// The names of the files, sorted by code points.
    var names: [String] { files.map(\.name.string) }

    private static func name(_ entry: UnsafeMutablePointer<dirent>) -> FilePath.Component? {
        withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: CInterop.PlatformChar.self, capacity: 256) {
                FilePath.Component(platformString: $0)
            }
        }
    }
}

extension FilePath {
    /// Whether it is a symbolic link itself.
    fileprivate var isLink: Bool { (try? Stat(self, followTargetSymlink: false))?.type == .symbolicLink }
}

extension FilePath.Component {
    /// By bytes, which is by code points where the name is UTF-8.
    fileprivate func precedes(_ other: FilePath.Component) -> Bool {
        withPlatformString { left in other.withPlatformString { strcmp(left, $0) < 0 } }
    }
}
