import Glibc

/// Where the server listens: `HOST:PORT`, or `:PORT` for every address of the machine.
package struct ListenAddress: Sendable, Equatable {
    /// Empty for every address.
    package let host: String
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// `::` takes IPv4 connections too, where the kernel has IPv6 at all.
    var hostToBind: String {
        guard host.isEmpty else { return host }
        return access("/proc/net/if_inet6", R_OK) == 0 ? "::" : "0.0.0.0"
    }
}

extension ListenAddress: CustomStringConvertible {
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
