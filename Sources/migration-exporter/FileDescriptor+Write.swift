import Glibc
import SystemPackage

extension FileDescriptor {
    /// All of it, also where a pipe takes it in pieces, and where whoever shares it made it non-blocking.
    func writeWhole(_ text: String) throws(Errno) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
            if written >= 0 {
                bytes = bytes.dropFirst(written)
                continue
            }
            switch Errno(rawValue: errno) {
            case .interrupted: continue
            case .wouldBlock:
                var wish = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
                // However it ends, the next attempt to write says more.
                _ = poll(&wish, 1, -1)
            case let problem: throw problem
            }
        }
    }
}
