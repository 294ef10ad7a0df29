import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Why an exporter did not answer.
package enum NoAnswer: Error, Equatable {
    /// Nothing came within the limit.
    case late
    /// A sentence.
    case because(String)
}

extension NoAnswer {
    /// - `isTLS`: whether TLS was spoken.
    init(_ error: any Error, isTLS: Bool) {
        self =
            switch error {
            case let error as NoAnswer: error
            case let error as NIOConnectionError:
                if let failure = error.connectionErrors.first {
                    Self(failure.error, isTLS: isTLS)
                } else {
                    .because("there is no such host.")
                }
            case let error as IOError where error.errnoCode == ECONNRESET: .hungUp(isTLS)
            case let error as IOError: .because("\(String(cString: strerror(error.errnoCode))).")
            case let error as HTTPParserError where error == .closedConnection || error == .invalidEOFState:
                .hungUp(isTLS)
            case is HTTPParserError: .because("what is there does not speak HTTP.\(Self.hint(isTLS))")
            case is NIOSSLError, is BoringSSLError:
                .because("what is there does not speak TLS, or wants a client's certificate.")
            default: .because("\(error)")
            }
    }

    private static func hungUp(_ isTLS: Bool) -> NoAnswer { .because("it hung up without an answer.\(hint(isTLS))") }

    private static func hint(_ isTLS: Bool) -> String {
        isTLS ? "" : " If it serves over TLS, name its --web.config.file."
    }
}
