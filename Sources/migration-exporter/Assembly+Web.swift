import Bcrypt
import DatabaseAddress
import Glibc
import HTTPService
import Settings

extension WebAccess {
    /// Makes what connections and callers are judged by; `nil` lets everybody in. Throws every problem at once.
    init(_ configuration: WebConfiguration?) throws(SettingsError) {
        guard let configuration else {
            self.init()
            return
        }
        var problems: [String] = []
        var tls: TLSServer?
        if let chosen = configuration.tls {
            do {
                tls = try TLSServer(TLSServer.Choice(chosen, isHTTP2: configuration.isHTTP2))
            } catch {
                problems.append("\(chosen.place(of: error)): \(error)")
            }
        }
        var hashes: [String: BcryptHash] = [:]
        for user in configuration.users {
            guard let hash = BcryptHash(user.hash.reveal()) else {
                problems.append(
                    "\(user.place): the password of '\(user.name)' is not hashed by bcrypt. Make a hash with "
                        + "`htpasswd -nB \(user.name)`: it begins with $2y$.")
                continue
            }
            hashes[user.name] = hash
        }
        guard problems.isEmpty else { throw SettingsError(problems: problems) }
        self.init(
            tls: tls, passwords: Passwords(hashes),
            rateLimit: configuration.rateLimit.map { RateLimit(interval: $0.interval, burst: $0.burst) },
            headers: configuration.headers.map { ($0.name, $0.value) })
    }
}

extension TLSServer.Choice {
    fileprivate init(_ configuration: WebConfiguration.TLS, isHTTP2: Bool) {
        self.init(certificates: configuration.certificates.text.reveal(), key: configuration.key.text.reveal())
        clientAuthorities = configuration.clientAuthorities?.text.reveal()
        clientAuthentication =
            switch configuration.clientAuthentication {
            case .none: .none
            case .requested: .requested
            case .required: .required
            case .verifiedIfGiven: .verifiedIfGiven
            case .requiredAndVerified: .requiredAndVerified
            }
        allowedNames = Set(configuration.allowedNames)
        minimum = TLSServer.Version(configuration.minimum)
        maximum = TLSServer.Version(configuration.maximum)
        cipherSuites = configuration.cipherSuites
        curves = configuration.curves
        self.isHTTP2 = isHTTP2
    }
}

extension WebConfiguration.TLS {
    fileprivate func place(of problem: TLSProblem) -> String {
        switch problem {
        case .noCertificate, .notOfOnePiece: certificates.place
        case .noKey: key.place
        case .noClientAuthority: clientAuthorities?.place ?? certificates.place
        }
    }
}

extension TLSServer.Version {
    fileprivate init(_ version: WebConfiguration.Version) {
        self =
            switch version {
            case .tls10: .tls10
            case .tls11: .tls11
            case .tls12: .tls12
            case .tls13: .tls13
            }
    }
}

extension ConnectionLimits {
    init(_ limits: WebLimits) {
        self.init(
            connections: limits.connections, readTimeout: limits.readTimeout, writeTimeout: limits.writeTimeout,
            idleTimeout: limits.idleTimeout, headerSize: limits.headerSize, bodySize: limits.bodySize)
    }
}

extension ListenAddress {
    init(_ address: WebAddress) {
        self =
            switch address {
            case .tcp(let host, let port): .tcp(host: host, port: port)
            case .unix(let path): .unix(path: path)
            }
    }
}

extension WebSettings {
    /// Those of the settings, or those that systemd opened (sd_listen_fds(3)).
    func listenAddresses(_ environment: [String: String]) throws(SettingsError) -> [ListenAddress] {
        guard takesSystemdSockets else {
            return addresses.map { ListenAddress($0) }
        }
        guard environment["LISTEN_PID"] == String(getpid()), let count = environment["LISTEN_FDS"].flatMap(Int32.init),
            count > 0
        else {
            throw SettingsError(problems: [
                "--web.systemd-socket is given, and systemd handed no socket over. Start the service by its socket unit."
            ])
        }
        return (3..<3 + count).map { .inherited(descriptor: $0) }
    }
}
