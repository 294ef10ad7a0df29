import CProcess
import Glibc
import SystemPackage

/// The last step before a command: the process that becomes it asks the kernel to be killed with its supervisor.
///
/// A step of its own, since only a process can ask this for itself, and the wish outlives becoming another program.
package enum Tether {
    /// Becomes the command, and returns only where that fails.
    ///
    /// - `words`: the supervisor's process id, then the command.
    package static func become(_ words: [String]) -> Int32 {
        guard words.count > 1, end_with_parent() == 0 else { return EX_USAGE }
        // It may have ended before the kernel knew.
        guard words[0] == "\(getppid())" else { return 128 + SIGKILL }
        var arguments: [UnsafeMutablePointer<CChar>?] = words.dropFirst().map { strdup($0) }
        arguments.append(nil)
        // Our threads leave most signals to others of ours, which end here: it would never hear SIGTERM.
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)
        execv(words[1], arguments)
        let why = Errno(rawValue: errno)
        for argument in arguments { free(argument) }
        _ = try? FileDescriptor.standardError.writeAll("\(words[1]) cannot be started: \(why)\n".utf8)
        return 127
    }
}
