/// Where a PostgreSQL database is and how to log in, as parameters of libpq.
///
/// A part that is missing here is libpq's to fill in: from `PG*` variables, a service file or a password file.
package struct PostgresAddress: Sendable, Equatable {
    /// In the order in which they were written, each keyword once.
    package private(set) var parameters: [Parameter] = []
    /// The secrets as they were written, where that is not their plain form.
    private var writtenSecrets: [Secret] = []

    package struct Parameter: Sendable, Equatable {
        package let keyword: String
        package let value: Value
    }

    package enum Value: Sendable, Equatable {
        case plain(String)
        case secret(Secret)

        package func reveal() -> String {
            switch self {
            case .plain(let text): text
            case .secret(let secret): secret.reveal()
            }
        }
    }

    init() {}

    package subscript(keyword: String) -> Value? {
        parameters.first { $0.keyword == keyword }?.value
    }

    /// The user is all that it tells: host and database stay private as well.
    package var masked: String {
        guard case .plain(let user) = self["user"] else { return "postgresql://***" }
        return "postgresql://\(PercentCoding.encode(user))@***"
    }

    package func scrub(_ text: String) -> String {
        Scrubber(secrets).scrub(text)
    }

    /// With `sslmode=require`, unless the address itself says how it is to be encrypted, a service file may say so, or
    /// the server is on this host.
    package var requiringTLS: PostgresAddress {
        guard self["sslmode"] == nil, self["service"] == nil, !isOnThisHost else { return self }
        var address = self
        address.set("sslmode", to: "require")
        address.isTLSImposed = true
        return address
    }

    /// Whether nobody wrote `sslmode=require` and it counts nevertheless.
    package private(set) var isTLSImposed = false

    /// Whether every host that is written is this one. Where none is written, a variable may name another.
    private var isOnThisHost: Bool {
        guard let hosts = (self["hostaddr"] ?? self["host"])?.reveal() else { return false }
        return hosts.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { host in
            host.hasPrefix("/") || host.hasPrefix("@") || host.hasPrefix("127.") || ["localhost", "::1"].contains(host)
        }
    }

    /// The last value of a keyword counts, as in libpq; an empty one counts as none.
    mutating func set(_ keyword: String, to text: String, written: (some StringProtocol)? = String?.none) {
        parameters.removeAll { $0.keyword == keyword }
        let isSecret = LibPQParameter.secrets.contains(keyword)
        if isSecret, let written, written != text { writtenSecrets.append(Secret(String(written))) }
        guard !text.isEmpty else { return }
        parameters.append(Parameter(keyword: keyword, value: isSecret ? .secret(Secret(text)) : .plain(text)))
    }

    var secrets: [Secret] {
        writtenSecrets
            + parameters.compactMap { parameter in
                if case .secret(let secret) = parameter.value { secret } else { nil }
            }
    }
}

extension PostgresAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { masked }
    package var debugDescription: String { masked }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
