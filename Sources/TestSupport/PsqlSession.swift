import Foundation

/// An open session, to hold a lock or a transaction in.
package final class PsqlSession: Sendable {
    private let process: Process
    private let input: FileHandle
    private let output: FileHandle

    init(_ psql: Tool, _ arguments: [String]) throws {
        let process = Process()
        let input = Pipe()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: psql.path)
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        try process.runUnblocked()
        self.process = process
        self.input = input.fileHandleForWriting
        self.output = output.fileHandleForReading
    }

    deinit { close() }

    /// Returns when the server has done it.
    package func run(_ sql: String) async throws {
        try await onOwnThread { [self] in try runBlocking(sql) }
    }

    private func runBlocking(_ sql: String) throws {
        try input.write(contentsOf: Data((sql + ";\n\\echo done\n").utf8))
        var text = ""
        while !text.contains("done") {
            let data = output.availableData
            guard !data.isEmpty else { throw ToolError("the session ended") }
            text += String(decoding: data, as: UTF8.self)
        }
    }

    package func close() {
        try? input.close()
        process.waitUntilExit()
    }
}
