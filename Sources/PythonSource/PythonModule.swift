/// A Python file, parsed.
package struct PythonModule: Sendable, Equatable {
    /// What stands before the error, or everything. The last one may be the part of a statement before the error.
    package let statements: [Statement]
    /// Why the rest is not known.
    package let error: SyntaxError?

    package init(parsing bytes: [UInt8]) {
        do throws(SyntaxError) {
            self.init(utf8: try SourceText.utf8(of: bytes))
        } catch {
            self.init(statements: [], error: error)
        }
    }

    private init(statements: [Statement], error: SyntaxError?) {
        self.statements = statements
        self.error = error
    }

    private init(utf8 source: [UInt8]) {
        let (tokens, broken) = Tokenizer.file(source)
        var parser = Parser(source, tokens)
        let (statements, misplaced) = parser.statements()
        self.init(statements: statements, error: misplaced ?? broken)
    }

    /// The module's docstring: its first statement, where that is a plain string.
    package var docstring: String? {
        guard case .expression(let first) = statements.first?.node, case .string(let text) = first.node else {
            return nil
        }
        return text
    }
}
