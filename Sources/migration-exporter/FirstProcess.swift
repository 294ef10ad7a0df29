import Glibc

/// What the kernel does for other processes, and not for the first one of a container.
enum FirstProcess {
    /// Lets the signals that end a program end this one too. A command that has to end in good order traps them itself.
    static func endsOnSignals() {
        guard getpid() == 1 else { return }
        for number in [SIGTERM, SIGINT, SIGHUP] { _ = signal(number) { _exit(128 + $0) } }
    }
}
