import Glibc
import SystemPackage

/// The entries of one directory as `os.walk` sorts them: directories, also behind links, and everything else.
struct DirectoryListing {
    struct Entry {
        let name: RawPath
        let isLink: Bool
        let isRegular: Bool
    }

    private(set) var files: [Entry] = []
    private(set) var directories: [Entry] = []
    /// Why it could not be listed.
    private(set) var error: Errno?

    init(_ path: RawPath) {
        guard let stream = path.withPointer({ opendir($0) }) else {
            error = Errno(rawValue: errno)
            return
        }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = Self.name(entry)
            let type = Int32(entry.pointee.d_type)
            let isUnclear = type == Int32(DT_LNK) || type == Int32(DT_UNKNOWN)
            let isDirectory =
                type == Int32(DT_DIR) || isUnclear && (try? FileStatus(path.appending(name)))?.isDirectory ?? false
            let found = Entry(
                name: name, isLink: isUnclear && path.appending(name).isLink, isRegular: type == Int32(DT_REG))
            if !isDirectory { files.append(found) } else if !name.isDot { directories.append(found) }
        }
        files.sort { $0.name < $1.name }
        directories.sort { $0.name < $1.name }
    }

    private static func name(_ entry: UnsafeMutablePointer<dirent>) -> RawPath {
        withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: 256) { RawPath($0) }
        }
    }
}

extension RawPath {
    /// Whether it is a symbolic link itself.
    fileprivate var isLink: Bool { (try? Stat(filePath, followTargetSymlink: false))?.type == .symbolicLink }

    fileprivate var isDot: Bool { text == "." || text == ".." }
}
