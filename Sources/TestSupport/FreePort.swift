import Foundation

/// A TCP port of 127.0.0.1 on which nobody listened a moment ago.
package func freePort() throws -> Int {
    let port = withLoopbackSocket(port: 0) { descriptor, address, length in
        var length = length
        return bind(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0
    }
    guard let port else { throw ToolError("no free port: \(String(cString: strerror(errno)))") }
    return port
}

/// Whether somebody accepts connections on this port of 127.0.0.1.
func isListening(port: Int) -> Bool {
    withLoopbackSocket(port: port) { descriptor, address, length in connect(descriptor, address, length) == 0 } != nil
}

/// Opens a TCP socket for `body`, with an address of 127.0.0.1, and answers the address's port where that succeeds.
private func withLoopbackSocket(
    port: Int, _ body: (Int32, UnsafeMutablePointer<sockaddr>, socklen_t) -> Bool
) -> Int? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let succeeded = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body(descriptor, $0, length) }
    }
    return succeeded ? Int(UInt16(bigEndian: address.sin_port)) : nil
}
