import NIOCore
import NIOSSL

/// How connections are encrypted: made once for a certificate, used by every connection until there is another one.
package struct TLSServer: Sendable {
    package enum ClientAuthentication: Sendable {
        case none, requested, required, verifiedIfGiven, requiredAndVerified
    }

    package enum Version: Sendable {
        case tls10, tls11, tls12, tls13
    }

    /// What an operator can choose. Texts are PEM.
    package struct Choice: Sendable {
        package var certificates: String
        package var key: String
        /// `nil` for the authorities that the system trusts.
        package var clientAuthorities: String?
        package var clientAuthentication = ClientAuthentication.none
        /// Where there are any, a client's certificate must have one of them.
        package var allowedNames: Set<String> = []
        package var minimum = Version.tls12
        package var maximum = Version.tls13
        /// Code points, of suites up to TLS 1.2.
        package var cipherSuites: [UInt16]?
        package var curves: [UInt16]?
        package var isHTTP2 = true

        package init(certificates: String, key: String) {
            self.certificates = certificates
            self.key = key
        }
    }

    private let context: NIOSSLContext
    private let clientAuthentication: ClientAuthentication
    private let allowedNames: Set<String>

    package init(_ choice: Choice) throws(TLSProblem) {
        let chain = try Self.certificates(in: choice.certificates, else: .noCertificate)
        guard let key = try? NIOSSLPrivateKey(bytes: Array(choice.key.utf8), format: .pem) else { throw .noKey }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = choice.minimum.ofNIO
        configuration.maximumTLSVersion = choice.maximum.ofNIO
        if let suites = choice.cipherSuites { configuration.cipherSuiteValues = suites.map { NIOTLSCipher($0) } }
        configuration.curves = choice.curves.map { $0.map { NIOTLSCurve($0) } }
        configuration.applicationProtocols = (choice.isHTTP2 ? ["h2"] : []) + ["http/1.1"]
        configuration.certificateVerification = choice.clientAuthentication.verification
        if let authorities = choice.clientAuthorities {
            configuration.trustRoots = .certificates(try Self.certificates(in: authorities, else: .noClientAuthority))
        }
        do {
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            // Each part of it was good for itself.
            throw .notOfOnePiece
        }
        clientAuthentication = choice.clientAuthentication
        allowedNames = choice.allowedNames
    }

    /// What encrypts one connection.
    func makeHandler() -> NIOSSLServerHandler {
        switch clientAuthentication {
        case .requested, .required:
            let names = allowedNames
            return NIOSSLServerHandler(context: context) { certificates, promise in
                let isWelcome = certificates.first.map { $0.hasName(of: names) } ?? false
                promise.succeed(isWelcome ? .certificateVerified : .failed)
            }
        case .none, .verifiedIfGiven, .requiredAndVerified:
            guard !allowedNames.isEmpty else { return NIOSSLServerHandler(context: context) }
            let names = allowedNames
            return NIOSSLServerHandler._makeSSLServerHandler(context: context) { certificate, channel in
                certificate.hasName(of: names)
                    ? channel.eventLoop.makeSucceededVoidFuture()
                    : channel.eventLoop.makeFailedFuture(NotWelcome())
            }
        }
    }

    private static func certificates(
        in text: String, else problem: TLSProblem
    ) throws(TLSProblem) -> [NIOSSLCertificate] {
        guard let found = try? NIOSSLCertificate.fromPEMBytes(Array(text.utf8)), !found.isEmpty else { throw problem }
        return found
    }

    /// The client's certificate is good, and none of those that are let in.
    private struct NotWelcome: Error {}
}

extension TLSServer.Version {
    fileprivate var ofNIO: TLSVersion {
        switch self {
        case .tls10: .tlsv1
        case .tls11: .tlsv11
        case .tls12: .tlsv12
        case .tls13: .tlsv13
        }
    }
}

extension TLSServer.ClientAuthentication {
    fileprivate var verification: CertificateVerification {
        switch self {
        case .none: .none
        case .requested, .verifiedIfGiven: .optionalVerification
        case .required, .requiredAndVerified: .noHostnameVerification
        }
    }
}

/// Why connections cannot be encrypted as it was asked for.
package enum TLSProblem: Error, CustomStringConvertible {
    case noCertificate, noKey, noClientAuthority, notOfOnePiece

    package var description: String {
        switch self {
        case .noCertificate: "there is no certificate in it. It must be PEM: -----BEGIN CERTIFICATE-----."
        case .noKey: "there is no private key in it that can be used. It must be PEM, without a passphrase."
        case .noClientAuthority: "there is no certificate of a client CA in it. It must be PEM."
        case .notOfOnePiece: "the key does not belong to the certificate, or the versions leave nothing to speak."
        }
    }
}
