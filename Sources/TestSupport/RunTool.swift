import Foundation

/// A program that a test needs.
package struct Tool: Sendable {
    package let path: String

    /// The first of these that exists. A missing one fails the test and says what to install; nothing is skipped.
    package init(_ name: String, in directories: [String], package: String) throws {
        let search = directories + ["/usr/sbin", "/usr/bin", "/bin", "/usr/local/bin"]
        let paths = search.map { $0 + "/" + name }
        guard let path = paths.first(where: FileManager.default.isExecutableFile(atPath:)) else {
            throw ToolError("\(name) is not installed. On Debian: apt-get install \(package)")
        }
        self.path = path
    }

    /// Runs it to its end and answers what it wrote to standard output.
    @discardableResult
    package func run(_ arguments: [String]) async throws -> String {
        try await onOwnThread { try runBlocking(arguments) }
    }

    @discardableResult
    func runBlocking(
        _ arguments: [String], as user: ServerUser? = nil, environment: [String: String] = [:]
    ) throws -> String {
        let process = Process()
        let command = (user?.prefix ?? []) + [path] + arguments
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C"].merging(environment) { $1 }
            .merging(Sanitizer.ofProgram) { $1 }
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        let output = Pipe()
        let errors = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        try process.runUnblocked()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaint = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ToolError("\(path) failed with status \(process.terminationStatus): \(complaint)")
        }
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}

package struct ToolError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
