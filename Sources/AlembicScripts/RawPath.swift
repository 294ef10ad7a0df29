import Glibc
import SystemPackage

/// A path or a file name as the system has it: whatever bytes, ended by a zero.
///
/// `FilePath` does more than a list of thousands of files needs, each time that it is asked.
struct RawPath: Equatable {
    private let bytes: [CChar]

    init(_ path: FilePath) {
        bytes = path.withPlatformString { Array(UnsafeBufferPointer(start: $0, count: strlen($0) + 1)) }
    }

    /// A name in a list of a directory.
    init(_ name: UnsafePointer<CChar>) { bytes = Array(UnsafeBufferPointer(start: name, count: strlen(name) + 1)) }

    private init(_ bytes: [CChar]) { self.bytes = bytes }

    func appending(_ name: RawPath) -> RawPath {
        let slash = CChar(bitPattern: UInt8(ascii: "/"))
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
    func begins(with prefix: String) -> Bool {
        bytes.count > prefix.utf8.count && zip(bytes, prefix.utf8).allSatisfy { UInt8(bitPattern: $0) == $1 }
    }

    func ends(with suffix: String) -> Bool {
        let name = bytes.dropLast()
        return name.count >= suffix.utf8.count
            && zip(name.suffix(suffix.utf8.count), suffix.utf8).allSatisfy { UInt8(bitPattern: $0) == $1 }
    }
}
