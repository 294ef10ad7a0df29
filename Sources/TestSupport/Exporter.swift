import Foundation

/// The program itself, as it was built beside the tests.
package enum Exporter {
    package struct Result: Sendable {
        package let status: Int32
        package let output: String
        package let errors: String
    }

    package static var path: String {
        get throws {
            let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let path = URL(filePath: tests).deletingLastPathComponent().appending(path: "migration-exporter").path
            guard FileManager.default.isExecutableFile(atPath: path) else {
                throw ToolError("\(path) is not there: run `make test`, which builds it")
            }
            return path
        }
    }

    /// Runs a command to its end. The environment holds nothing but what is given.
    package static func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Result {
        try await onOwnThread { try runBlocking(arguments, environment: environment) }
    }

    private static func runBlocking(_ arguments: [String], environment: [String: String]) throws -> Result {
        let directory = try TemporaryDirectory()
        let log = directory.file("errors")
        try Data().write(to: URL(filePath: log))
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: try path)
        process.arguments = arguments
        process.environment = environment.merging(Sanitizer.ofProgram) { $1 }
        process.currentDirectoryURL = URL(filePath: directory.path)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: URL(filePath: log))
        try process.runUnblocked()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: text, errors: try String(contentsOfFile: log, encoding: .utf8))
    }
}
