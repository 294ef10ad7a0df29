import Foundation

/// A TCP connection to 127.0.0.1 that says exactly what it is told to, however wrong that is.
package final class RawConnection: Sendable {
    private let descriptor: Int32

    /// `receiveBuffer`: of the kernel, in bytes; small for a client that does not read.
    package init(port: Int, receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw ToolError("cannot connect to port \(port): \(reason)")
        }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit { close(descriptor) }

    /// Sends as much as goes without waiting, and answers how many bytes that was: 0 where the other side does not read,
    /// -1 where it is gone.
    @discardableResult
    package func send(_ text: String) -> Int {
        let bytes = Array(text.utf8)
        let count = Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        return count >= 0 ? count : errno == EAGAIN ? 0 : -1
    }

    /// Says that nothing follows, and stays for what the other side says.
    package func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Goes away without a word: the other side gets a reset.
    package func vanish() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Foundation.linger>.size))
        // The number stays taken until the end, so that nobody else gets it meanwhile.
        shutdown(descriptor, Int32(SHUT_RD))
        let nowhere = open("/dev/null", O_RDONLY | O_CLOEXEC)
        dup2(nowhere, descriptor)
        close(nowhere)
    }

    package struct Received: Sendable {
        package let text: String
        /// Whether the other side has closed the connection.
        package let isEnd: Bool
    }

    /// What came until the other side closed, or `isEnough`, or the time was over.
    package func receive(
        within seconds: Double = 20, until isEnough: @escaping @Sendable (String) -> Bool = { _ in false }
    ) async throws -> Received {
        try await onOwnThread { [self] in
            let end = Date(timeIntervalSinceNow: seconds)
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while Date() < end {
                let count = recv(descriptor, &buffer, buffer.count, 0)
                if count > 0 {
                    bytes += buffer[..<count]
                    if isEnough(String(decoding: bytes, as: UTF8.self)) { break }
                } else if count == 0 || errno != EAGAIN {
                    return Received(text: String(decoding: bytes, as: UTF8.self), isEnd: true)
                } else {
                    var wish = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                    poll(&wish, 1, 20)
                }
            }
            return Received(text: String(decoding: bytes, as: UTF8.self), isEnd: false)
        }
    }

    /// Whether the other side closed it, without reading what came before.
    package var isClosed: Bool {
        // POLLRDHUP, which Glibc's module does not have.
        let closing: Int32 = 0x2000
        var wish = pollfd(fd: descriptor, events: Int16(closing), revents: 0)
        return poll(&wish, 1, 0) > 0 && Int32(wish.revents) & (closing | POLLHUP | POLLERR) != 0
    }
}
