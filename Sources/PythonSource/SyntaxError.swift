/// What keeps the rest of a Python file from being read, and where.
package struct SyntaxError: Error, Sendable, Equatable {
    package let message: String
    /// From 1.
    package let line: Int

    package init(_ message: String, line: Int) {
        self.message = message
        self.line = line
    }
}
