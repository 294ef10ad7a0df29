/// The names that Go has for cipher suites, and with it every exporter's file, each with its code point (RFC 8446,
/// appendix B.4, and IANA's registry).
enum CipherSuite: UInt16, CaseIterable {
    case TLS_RSA_WITH_AES_128_CBC_SHA = 0x002F
    case TLS_RSA_WITH_AES_256_CBC_SHA = 0x0035
    case TLS_RSA_WITH_AES_128_GCM_SHA256 = 0x009C
    case TLS_RSA_WITH_AES_256_GCM_SHA384 = 0x009D
    case TLS_AES_128_GCM_SHA256 = 0x1301
    case TLS_AES_256_GCM_SHA384 = 0x1302
    case TLS_CHACHA20_POLY1305_SHA256 = 0x1303
    case TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA = 0xC009
    case TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA = 0xC00A
    case TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA = 0xC013
    case TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA = 0xC014
    case TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 = 0xC02B
    case TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384 = 0xC02C
    case TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 = 0xC02F
    case TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384 = 0xC030
    case TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256 = 0xCCA8
    case TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256 = 0xCCA9

    var name: String { "\(self)" }

    /// TLS 1.3 has suites of its own, which nobody can choose among, in Go neither.
    var isOfTLS13: Bool { rawValue >> 8 == 0x13 }
}

/// Go's names for elliptic curves.
enum Curve: UInt16, CaseIterable {
    case CurveP256 = 0x0017
    case CurveP384 = 0x0018
    case CurveP521 = 0x0019
    case X25519 = 0x001D
    case X25519MLKEM768 = 0x11EC

    var name: String { "\(self)" }
}
