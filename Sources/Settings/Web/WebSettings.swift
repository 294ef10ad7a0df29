/// How to serve: where, and for whom.
package struct WebSettings: Sendable {
    /// Where to listen, where the sockets do not come from systemd. Never empty.
    package let addresses: [WebAddress]
    package let takesSystemdSockets: Bool
    /// The file of `--web.config.file`, and what it says.
    package let configuration: (path: String, found: WebConfiguration)?
    package let limits: WebLimits
}

/// What a client may cost; sizes in bytes.
package struct WebLimits: Sendable, Equatable {
    package let connections: Int
    package let readTimeout: Duration
    package let writeTimeout: Duration
    package let idleTimeout: Duration
    package let headerSize: Int
    package let bodySize: Int
}

/// An address to listen on.
package enum WebAddress: Sendable, Equatable {
    /// The host is empty for every address of the machine.
    case tcp(host: String, port: Int)
    case unix(path: String)
}

extension SettingSources {
    mutating func web(after old: WebSettings? = nil) -> WebSettings {
        WebSettings(
            addresses: listenAddresses(), takesSystemdSockets: truth(.systemdSocket),
            configuration: old.map(\.configuration) ?? webConfiguration(), limits: limits())
    }

    private mutating func limits() -> WebLimits {
        WebLimits(
            connections: number(.maxConnections, in: 1...1_000_000),
            readTimeout: duration(.readTimeout, atLeast: .milliseconds(10)),
            writeTimeout: duration(.writeTimeout, atLeast: .milliseconds(10)),
            idleTimeout: duration(.idleTimeout, atLeast: .milliseconds(10)),
            headerSize: number(.maxHeaderSize, in: 256...1_048_576),
            bodySize: number(.maxBodySize, in: 256...1_048_576))
    }

    private mutating func number(_ setting: Setting, in range: ClosedRange<Int>) -> Int {
        let written = written(setting) ?? .fallback(of: setting)
        if let number = Int(written.text), range.contains(number) { return number }
        report(
            "\(written.place) is '\(written.text)'; it must be a whole number from \(range.lowerBound) to "
                + "\(range.upperBound).")
        return range.lowerBound
    }

    private mutating func webConfiguration() -> (path: String, found: WebConfiguration)? {
        guard let written = written(.webConfigFile), !written.text.isEmpty else { return nil }
        do {
            return (written.text, try WebConfiguration(path: written.text, namedBy: written.place))
        } catch {
            for problem in error.problems { report(problem) }
            return nil
        }
    }

    private mutating func listenAddresses() -> [WebAddress] {
        let written = written(.listenAddress) ?? .fallback(of: .listenAddress)
        if written.items.isEmpty { report("\(written.place) is empty; it must be HOST:PORT, :PORT or unix:/PATH.") }
        return written.items.compactMap { text in
            if let address = WebAddress(written: text) { return address }
            report(
                "\(written.place) is '\(text)'; it must be HOST:PORT, [IPV6]:PORT or :PORT, the port from 0 to 65535, "
                    + "or unix:/PATH.")
            return nil
        }
    }
}

extension WebAddress {
    init?(written text: String) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst("unix:".count))
            // The longest that the kernel takes, and a NUL behind it.
            guard path.hasPrefix("/"), path.utf8.count < 108 else { return nil }
            self = .unix(path: path)
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        let host = String(text[..<colon])
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        if host.contains(":"), !isBracketed { return nil }
        self = .tcp(host: isBracketed ? String(host.dropFirst().dropLast()) : host, port: port)
    }
}
