import ArgumentParser
import Exposition
import FoundationEssentials
import Glibc
import Settings
import SystemPackage

/// What a command says, and with which status it ends.
enum Terminal {
    /// The result of a command: where it does not arrive whole, the command could not tell.
    static func print(_ text: String) throws(ExitCode) {
        do throws(Errno) {
            try FileDescriptor.standardOutput.writeWhole(text)
        } catch .brokenPipe {
            // Who closed the pipe does not want the rest.
        } catch {
            complain("Standard output cannot be written: \(error).")
            throw .couldNotTell
        }
    }

    /// News for whoever looks on: what they are about goes on without anybody.
    static func announce(_ text: String) { write(text, to: .standardOutput) }

    static func complain(_ text: String) {
        write(text.split(separator: "\n").map { "migration-exporter: \($0)\n" }.joined(), to: .standardError)
    }

    /// One whole line of the log.
    static func log(_ line: String) { write(line, to: .standardError) }

    /// Colours only where a person looks on, at a terminal that knows them (https://no-color.org).
    static var style: TextStyle {
        let environment = environment
        let isWanted = environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
        return isWanted && isatty(STDOUT_FILENO) == 1 ? .terminal : .plain
    }

    static var environment: [String: String] { ProcessInfo.processInfo.environment }

    private static func write(_ text: String, to descriptor: FileDescriptor) {
        do throws(Errno) {
            try descriptor.writeWhole(text)
        } catch {
            // There is nowhere else to say so.
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
