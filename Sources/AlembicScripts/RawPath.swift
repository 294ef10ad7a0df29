import Glibc
import SystemPackage

/// A path or a file name as the system has it: whatever bytes, ended by a zero.
///
/// `FilePath` does more than a list of thousands of files needs, each time that it is asked.
struct RawPath: Hashable {
    private let bytes: [CChar]

    init(_ path: FilePath) {
        bytes = path.withPlatformString { Array(UnsafeBufferPointer(start: $0, count: strlen($0) + 1)) }
    }

    /// A name in a list of a directory.
    init(_ name: UnsafePointer<CChar>) { bytes = Array(UnsafeBufferPointer(start: name, count: strlen(name) + 1)) }

    private init(_ bytes: [CChar]) { self.bytes = bytes }

    func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }

    private static let slash = CChar(bitPattern: UInt8(ascii: "/"))

    func appending(_ name: RawPath) -> RawPath {
        let slash = Self.slash
        let length = bytes.count - 1
        let start = length > 0 && bytes[length - 1] == slash ? length : length + 1
        return RawPath(
            [CChar](unsafeUninitializedCapacity: start + name.bytes.count) { path, count in
                for at in 0..<length { path[at] = bytes[at] }
                path[start - 1] = slash
                for at in name.bytes.indices { path[start + at] = name.bytes[at] }
                count = start + name.bytes.count
            })
    }

    /// The name behind the last slash.
    var lastComponent: RawPath {
        RawPath(Array(bytes[(bytes.lastIndex(of: Self.slash).map { $0 + 1 } ?? 0)...]))
    }

    /// For people: what is no UTF-8 is replaced.
    var text: String { bytes.withUnsafeBytes { String(decoding: $0.dropLast(), as: UTF8.self) } }

    var filePath: FilePath { withPointer { FilePath(platformString: $0) } }

    func withPointer<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { bytes in
            // Never empty: there is always the zero.
            bytes.baseAddress.map(body) ?? body("")
        }
    }
}

extension RawPath: Comparable {
    /// By bytes, which is by code points where the name is UTF-8.
    static func < (a: RawPath, b: RawPath) -> Bool { a.withPointer { a in b.withPointer { strcmp(a, $0) < 0 } } }
}

extension RawPath {
    func begins(with prefix: StaticString) -> Bool { holds(prefix, at: 0) }

    func ends(with suffix: StaticString) -> Bool { holds(suffix, at: bytes.count - 1 - suffix.utf8CodeUnitCount) }

    private func holds(_ part: StaticString, at start: Int) -> Bool {
        guard start >= 0, start + part.utf8CodeUnitCount < bytes.count else { return false }
        return part.withUTF8Buffer { part in
            part.indices.allSatisfy { UInt8(bitPattern: bytes[start + $0]) == part[$0] }
        }
    }
}
