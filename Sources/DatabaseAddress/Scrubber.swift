/// Takes secrets out of texts that somebody else wrote.
package struct Scrubber: Sendable {
    /// In every form in which they could appear, the longest first: one may be part of another.
    private let forms: [[UInt8]]

    init(_ secrets: [Secret]) {
        var forms: Set<[UInt8]> = []
        for secret in secrets.map({ $0.reveal() }) where !secret.isEmpty {
            forms.insert(Array(secret.utf8))
            forms.insert(Array(PercentCoding.encode(secret).utf8))
            forms.insert(Array(PercentCoding.encode(secret, uppercase: false).utf8))
            for form in StringEscapes.forms(of: secret) { forms.insert(Array(form.utf8)) }
        }
        self.forms = forms.sorted { ($0.count, $1.lexicographicallyPrecedes($0) ? 1 : 0) > ($1.count, 0) }
    }

    package func scrub(_ text: String) -> String {
        guard !forms.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if let form = forms.first(where: { occurs($0, at: index, in: bytes) }) {
                kept += Array("***".utf8)
                index += form.count
            } else {
                kept.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    private func occurs(_ form: [UInt8], at index: Int, in bytes: [UInt8]) -> Bool {
        guard index + form.count <= bytes.count, bytes[index..<index + form.count].elementsEqual(form) else {
            return false
        }
        // A secret of one to three letters is part of many words, and hides nothing there: only where it stands
        // alone. Cutting it out everywhere would tell what it is by what is missing.
        guard form.count <= 3 else { return true }
        let before = index > 0 ? bytes[index - 1] : nil
        let after = index + form.count < bytes.count ? bytes[index + form.count] : nil
        return !Self.isPartOfWord(before) && !Self.isPartOfWord(after)
    }

    private static func isPartOfWord(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        let scalar = Unicode.Scalar(byte)
        return byte >= 0x80 || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}
