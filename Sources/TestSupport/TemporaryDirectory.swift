import Foundation
package import SystemPackage

/// A directory of its own for a test, removed when the last user lets go. Its path is short: sockets go into it.
package final class TemporaryDirectory: Sendable {
    package let path: String

    package init() throws {
        // What mkdtemp(3) replaces by what makes the name its own.
        let placeholder = String(repeating: "X", count: 6)
        var template = Array("/tmp/mx-\(placeholder)".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw ToolError("cannot make a temporary directory: \(String(cString: strerror(errno)))")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    package func file(_ name: String) -> String { path + "/" + name }

    /// The names of all files in it with their bytes.
    package func contents() throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            contents[name] = FileManager.default.contents(atPath: file(name)).map(Array.init) ?? []
        }
        return contents
    }

    /// Makes a directory, lets `body` use it, and removes it with all that is in it.
    package static func with<Result>(
        isolation: isolated (any Actor)? = #isolation, _ body: (FilePath) async throws -> Result
    ) async throws -> Result {
        let directory = try TemporaryDirectory()
        defer { withExtendedLifetime(directory) {} }
        return try await body(FilePath(directory.path))
    }
}
