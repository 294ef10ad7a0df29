import DatabaseAddress
import Yams

extension WebConfiguration {
    /// Reads the file and those that it names. Throws every problem at once.
    ///
    /// `place`: who names it.
    package init(path: String, namedBy place: String = "--web.config.file") throws(SettingsError) {
        var file = WebFile(path: path, namedBy: place)
        let root = file.values(
            of: file.root(), "the file",
            known: ["tls_server_config", "http_server_config", "basic_auth_users", "rate_limit"])
        tls = file.tls(root["tls_server_config"])
        let http = file.values(of: root["http_server_config"], "http_server_config", known: ["http2", "headers"])
        isHTTP2 = file.truth(http["http2"], "http2", default: true)
        headers = file.headers(http["headers"])
        users = file.users(root["basic_auth_users"])
        rateLimit = file.rateLimit(root["rate_limit"])
        files = file.files
        guard file.problems.isEmpty else { throw SettingsError(problems: file.problems) }
    }
}

extension WebFile {
    /// The headers that the format allows, with the values that it allows; `nil` for any value.
    private static let headerValues: [(name: String, values: [String]?)] = [
        ("Content-Security-Policy", nil), ("X-Frame-Options", ["deny", "sameorigin"]),
        ("X-Content-Type-Options", ["nosniff"]), ("X-XSS-Protection", nil), ("Strict-Transport-Security", nil),
    ]

    fileprivate mutating func headers(_ node: Node?) -> [WebConfiguration.Header] {
        let values = values(of: node, "headers", known: Self.headerValues.map(\.name))
        return Self.headerValues.compactMap { header in
            let text =
                if let words = header.values {
                    word(values[header.name], header.name, of: words)
                } else {
                    text(values[header.name], header.name)
                }
            guard let text else { return nil }
            if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value > 0x7E }) {
                report(values[header.name], "\(header.name) must be one line of ASCII characters.")
            }
            return WebConfiguration.Header(name: header.name, value: text)
        }
    }

    fileprivate mutating func users(_ node: Node?) -> [WebConfiguration.User] {
        guard let node, !(node.scalar?.string.isEmpty ?? false) else { return [] }
        guard let mapping = node.mapping else {
            report(node, "basic_auth_users must be a mapping of names to passwords that bcrypt hashed.")
            return []
        }
        return mapping.compactMap { name, hash in
            guard let name = name.scalar?.string, !name.isEmpty, !name.contains(":") else {
                report(name, "the name of a user must be a text without a colon.")
                return nil
            }
            guard let text = text(hash, "the password of '\(name)'") else {
                report(hash, "'\(name)' has no password. Make one with `htpasswd -nB \(name)`.")
                return nil
            }
            return WebConfiguration.User(name: name, hash: Secret(text), place: place(of: hash))
        }
    }

    fileprivate mutating func rateLimit(_ node: Node?) -> WebConfiguration.RateLimit? {
        let values = values(of: node, "rate_limit", known: ["interval", "burst"])
        guard let node = values["interval"], let text = text(node, "interval") else { return nil }
        guard let interval = Duration(writtenInGo: text), interval >= .zero else {
            report(node, "interval is '\(text)'; it must be a duration such as 500ms, 1s or 1m30s, or 0 for no limit.")
            return nil
        }
        guard interval > .zero else { return nil }
        let burst = self.text(values["burst"], "burst") ?? "0"
        guard let number = Int(burst), number > 0 else {
            report(
                values["burst"] ?? node, "burst is '\(burst)'; it must be a number above 0, or nothing gets through.")
            return nil
        }
        return WebConfiguration.RateLimit(interval: interval, burst: number)
    }
}

extension Duration {
    /// As Go writes one: `1m30s`, `1.5h`, `250ms`, or `0`.
    init?(writtenInGo text: String) {
        if text == "0" {
            self = .zero
            return
        }
        let units = [
            ("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("μs", 1e-6), ("ms", 1e-3), ("s", 1.0), ("m", 60.0),
            ("h", 3_600.0),
        ]
        var rest = text[...]
        var seconds = 0.0
        repeat {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            let unit = rest.dropFirst(digits.count).prefix { !($0.isNumber || $0 == ".") }
            guard let number = Double(digits), let factor = units.first(where: { $0.0 == unit })?.1 else { return nil }
            seconds += number * factor
            rest = rest.dropFirst(digits.count + unit.count)
        } while !rest.isEmpty
        guard seconds < 1e9 else { return nil }
        self = .seconds(seconds)
    }
}

extension WebConfiguration {
    /// Throws where this would open what the older one keeps shut. A file that is just being written can look so.
    package func checkReplacing(_ older: WebConfiguration) throws(SettingsError) {
        var problems: [String] = []
        if tls == nil, older.tls != nil {
            problems.append("\(files[0]) has no tls_server_config any more. Restart to serve without TLS.")
        }
        if users.isEmpty, !older.users.isEmpty {
            problems.append("\(files[0]) has no basic_auth_users any more. Restart to serve without them.")
        }
        guard problems.isEmpty else { throw SettingsError(problems: problems) }
    }
}
