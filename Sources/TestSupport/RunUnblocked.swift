import Foundation

extension Process {
    /// Starts it with no signal blocked. The threads that run tests block them all, a child inherits that, and a shell
    /// whose SIGCHLD is blocked waits for ever.
    func runUnblocked() throws {
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try run()
    }
}
