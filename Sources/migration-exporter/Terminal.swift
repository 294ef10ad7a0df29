import ArgumentParser
import Exposition
import FoundationEssentials
import Glibc
import Settings

/// What a command says, and with which status it ends.
enum Terminal {
    static func print(_ text: String) { write(text, to: STDOUT_FILENO) }

    static func complain(_ text: String) {
        write(text.split(separator: "\n").map { "migration-exporter: \($0)\n" }.joined(), to: STDERR_FILENO)
    }

    /// One whole line of the log.
    static func log(_ line: String) { write(line, to: STDERR_FILENO) }

    /// Colours only where a person looks on (https://no-color.org).
    static var style: TextStyle {
        isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR"] == nil ? .terminal : .plain
    }

    static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// All of it, also where a pipe takes it in pieces. Who closed the pipe does not want the rest.
    private static func write(_ text: String, to descriptor: CInt) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }
}

extension ExitCode {
    /// Behind, different or failed.
    static let not = ExitCode(1)
    /// Unreachable, or unreadable scripts.
    static let couldNotTell = ExitCode(2)
    static let usage = ExitCode(EX_USAGE)

    /// The status for a verdict; `nil` where there is none.
    init(verdict: Bool?) {
        self =
            switch verdict {
            case true: .success
            case false: .not
            case nil: .couldNotTell
            }
    }
}

/// Runs a command's body and turns what is wrong with the configuration into a complaint and the status for it.
func reporting(_ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let error as SettingsError {
        Terminal.complain(error.description)
        throw ExitCode.usage
    }
}
