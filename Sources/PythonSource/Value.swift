/// A constant of Python.
package enum Value: Sendable, Equatable {
    /// `None`
    case nothing
    case boolean(Bool)
    /// As it was written.
    case number(String)
    case string(String)
    case bytes
    case tuple([Value])
    case list([Value])
    /// In written order.
    case set([Value])

    package var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// As `str()` gives it, where that is known.
    var formatted: String? {
        switch self {
        case .string(let text): text
        case .nothing: "None"
        case .boolean(let value): value ? "True" : "False"
        // Whole decimal numbers print as they are written, others need not.
        case .number(let digits) where digits == "0" || digits.utf8.allSatisfy(\.isDigit) && !digits.hasPrefix("0"):
            digits
        case .number, .bytes, .tuple, .list, .set: nil
        }
    }

    /// Python's truth of it, where that is known.
    package var isTrue: Bool? {
        switch self {
        case .nothing: false
        case .boolean(let value): value
        case .string(let text): !text.isEmpty
        case .tuple(let items), .list(let items), .set(let items): !items.isEmpty
        case .number(let digits): digits.utf8.allSatisfy(\.isDigit) ? digits.utf8.contains { $0 != 48 } : nil
        case .bytes: nil
        }
    }
}
