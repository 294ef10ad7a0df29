/// A URL taken apart at its outermost marks; nothing is decoded yet.
struct DatabaseURL {
    /// In lower case, as `postgresql+psycopg2`.
    let scheme: String
    /// Everything behind `://`.
    let rest: Substring

    /// `nil` where the text does not begin with a scheme and `://`.
    init?(_ text: String) {
        guard let mark = Self.firstRange(of: "://", in: text) else { return nil }
        let scheme = text[..<mark.lowerBound]
        guard let first = scheme.first, first.isASCII, first.isLetter, scheme.utf8.count <= 40 else { return nil }
        guard scheme.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-._".contains($0)) }) else {
            return nil
        }
        self.scheme = scheme.lowercased()
        self.rest = text[mark.upperBound...]
    }

    var dialect: Substring { scheme.prefix { $0 != "+" } }

    /// What SQLAlchemy calls the driver: `psycopg2` in `postgresql+psycopg2`.
    var driver: Substring? {
        scheme.firstIndex(of: "+").map { scheme[scheme.index(after: $0)...] }
    }

    private static func firstRange(of mark: String, in text: String) -> Range<String.Index>? {
        var start = text.startIndex
        while let index = text[start...].firstIndex(of: ":") {
            if text[index...].hasPrefix(mark) {
                return index..<text.index(index, offsetBy: mark.count)
            }
            start = text.index(after: index)
        }
        return nil
    }
}
