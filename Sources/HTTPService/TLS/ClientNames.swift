import Glibc
import NIOSSL

extension NIOSSLCertificate {
    /// Whether one of its subject's alternative names (DNS, e-mail, URI or IP address) is among these; any
    /// certificate has where there are none.
    func hasName(of wanted: Set<String>) -> Bool {
        wanted.isEmpty || _subjectAlternativeNames().contains { name in name.text.map(wanted.contains) ?? false }
    }
}

extension _SubjectAlternativeName {
    fileprivate var text: String? {
        let bytes = contents.withUnsafeBufferPointer { Array($0) }
        switch nameType {
        case .dnsName, .email, .uri: return String(decoding: bytes, as: UTF8.self)
        case .ipAddress: return Self.addressText(bytes)
        default: return nil
        }
    }

    private static func addressText(_ bytes: [UInt8]) -> String? {
        guard let family = [4: AF_INET, 16: AF_INET6][bytes.count] else { return nil }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
