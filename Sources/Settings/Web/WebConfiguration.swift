package import DatabaseAddress

/// What the file of `--web.config.file` says, in the format that Prometheus's exporters share, checked.
///
/// The files that it names are read with it, so that one value is all that is needed to serve.
package struct WebConfiguration: Sendable, Equatable {
    /// `nil` for plain HTTP.
    package let tls: TLS?
    package let isHTTP2: Bool
    /// Added to every answer.
    package let headers: [Header]
    /// Empty where nobody has to show a password.
    package let users: [User]
    package let rateLimit: RateLimit?
    /// Where it was read from: this file and those that it names.
    package let files: [String]

    package struct Header: Sendable, Equatable {
        package let name: String
        package let value: String
    }

    package struct User: Sendable, Equatable {
        package let name: String
        /// Of the password, by bcrypt.
        package let hash: Secret
        package let place: String
    }

    /// Requests are let through as tokens of a bucket are: `burst` at once, then one in each interval.
    package struct RateLimit: Sendable, Equatable {
        package let interval: Duration
        package let burst: Int
    }

    package struct TLS: Sendable, Equatable {
        /// PEM; the server's own certificate comes first.
        package let certificates: Document
        package let key: Document
        /// `nil` for the authorities that the system trusts.
        package let clientAuthorities: Document?
        package let clientAuthentication: ClientAuthentication
        /// Where there are any, a client's certificate must have one of them.
        package let allowedNames: [String]
        package let minimum: Version
        package let maximum: Version
        /// The code points of those up to TLS 1.2; `nil` for the usual ones.
        package let cipherSuites: [UInt16]?
        /// The code points, the preferred one first; `nil` for the usual ones.
        package let curves: [UInt16]?
    }

    /// A PEM text, and where it stands, for messages.
    package struct Document: Sendable, Equatable {
        package let text: Secret
        package let place: String
    }

    package enum ClientAuthentication: String, Sendable, CaseIterable {
        case none = "NoClientCert"
        case requested = "RequestClientCert"
        case required = "RequireAnyClientCert"
        case verifiedIfGiven = "VerifyClientCertIfGiven"
        case requiredAndVerified = "RequireAndVerifyClientCert"

        /// Whether nobody gets in without a certificate.
        var isRequired: Bool { self == .required || self == .requiredAndVerified }
    }

    package enum Version: String, Sendable, CaseIterable {
        case tls10 = "TLS10"
        case tls11 = "TLS11"
        case tls12 = "TLS12"
        case tls13 = "TLS13"
    }
}
