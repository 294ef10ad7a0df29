/// What keeps the rest of a Python file from being read, and where.
package struct SyntaxError: Error, Sendable, Equatable {
    package let message: String
    /// From 1.
    package let line: Int
    /// Whether it is the reading that does not go further: Python may.
    package let isLimit: Bool

    package init(_ message: String, line: Int, isLimit: Bool = false) {
        self.message = message
        self.line = line
        self.isLimit = isLimit
    }
}
