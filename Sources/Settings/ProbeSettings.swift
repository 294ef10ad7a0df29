/// Where an exporter with this configuration can be asked: all that somebody on the same machine needs.
package struct ProbeSettings: Sendable {
    /// The first one. Its host is never empty: an exporter that listens on every address is asked on the loopback one.
    package let address: WebAddress
    package let isTLS: Bool

    package init(flags: [String: [String]], environment: [String: String]) throws(SettingsError) {
        var sources = SettingSources(flags: flags, environment: environment)
        let web = sources.web()
        guard sources.problems.isEmpty, let first = web.addresses.first else {
            throw SettingsError(problems: sources.problems)
        }
        if case .tcp(let host, let port) = first, ["", "0.0.0.0", "::"].contains(host) {
            address = .tcp(host: "127.0.0.1", port: port)
        } else {
            address = first
        }
        isTLS = web.configuration?.found.tls != nil
    }
}
