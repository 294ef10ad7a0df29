import FoundationEssentials
import Glibc
import SystemPackage

/// What `snapshot --output` names.
///
/// A file is replaced at once and whole, where a link leads to it too. Anything else, such as a pipe or a device, stays
/// what it is and is written to.
struct SnapshotTarget {
    let path: String

    func write(_ text: String) throws {
        guard let file else {
            let descriptor = try FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.create, .truncate], permissions: .init(rawValue: 0o666))
            return try descriptor.closeAfter { try descriptor.writeWhole(text) }
        }
        try Data(text.utf8).write(to: URL(filePath: file), options: .atomic)
    }

    /// The file itself, also while it is not there yet.
    private var file: String? {
        guard let real = realpath(path, nil) else { return Self.kind(of: path) == nil ? path : nil }
        defer { free(real) }
        let file = String(cString: real)
        return Self.kind(of: file) == .typeRegular ? file : nil
    }

    /// `nil` where nothing is.
    private static func kind(of path: String) -> FileAttributeType? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
    }
}
