import Glibc

/// Where the server listens.
package enum ListenAddress: Sendable, Equatable {
    /// `HOST:PORT`; the host is empty for every address of the machine.
    case tcp(host: String, port: Int)
    /// A socket in the file system.
    case unix(path: String)
    /// A socket that somebody else opened, and listens on, for us.
    case inherited(descriptor: CInt)
}

extension ListenAddress {
    /// `::` takes IPv4 connections too, where the kernel has IPv6 at all.
    static func hostToBind(_ host: String) -> String {
        guard host.isEmpty else { return host }
        return access("/proc/net/if_inet6", R_OK) == 0 ? "::" : "0.0.0.0"
    }

    /// Who would be shown this address: `nil` for one that no browser reaches.
    package var hostAndPort: String? {
        guard case .tcp(let host, let port) = self else { return nil }
        return Self.tcp(host: host.isEmpty ? "127.0.0.1" : host, port: port).description
    }
}

extension ListenAddress: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        case .inherited(let descriptor): "socket \(descriptor) of systemd"
        }
    }
}
