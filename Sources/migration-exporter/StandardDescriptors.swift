import Glibc

/// Standard input, output and error, as a shell closes them with `>&-`.
enum StandardDescriptors {
    /// Keeps their numbers from what is opened later: a line of the log does not belong into a database's connection.
    /// What was closed still cannot be read or written.
    static func reserve() {
        for number in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(number, F_GETFD) < 0 {
            // The lowest free number, and that is this one.
            _ = open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
