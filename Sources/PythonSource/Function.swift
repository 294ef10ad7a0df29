import Synchronization

/// A `def`.
package struct Function: Sendable, Equatable {
    package let name: String
    package let parameters: [Parameter]
    private let content: FunctionBody

    init(name: String, parameters: [Parameter], _ content: FunctionBody) {
        self.name = name
        self.parameters = parameters
        self.content = content
    }

    package struct Parameter: Sendable, Equatable {
        package let name: String
        package let kind: Kind
        package let defaultValue: Expression?

        package enum Kind: Sendable, Equatable {
            case named
            /// Behind a `*`.
            case keywordOnly
            /// `*values`
            case rest
            /// `**values`
            case restOfKeywords
        }
    }

    /// Its statements, up to the first error.
    package var body: [Statement] { content.parsed.statements }

    /// What keeps the rest of its body from being read.
    package var error: SyntaxError? { content.parsed.error }
}

/// The statements of a function, parsed when somebody asks for them: most functions are never asked for.
final class FunctionBody: Sendable, Equatable {
    typealias Parsed = (statements: [Statement], error: SyntaxError?)

    private enum State {
        case unread(source: [UInt8], start: Int, end: Int, line: Int)
        case read(Parsed)
    }

    private let state: Mutex<State>

    init(_ statements: [Statement]) { state = Mutex(.read((statements, nil))) }

    /// From the beginning of its first line to the end of its last.
    init(in source: [UInt8], from start: Int, to end: Int, line: Int) {
        state = Mutex(.unread(source: source, start: start, end: end, line: line))
    }

    var parsed: Parsed {
        state.withLock { state in
            switch state {
            case .read(let parsed): return parsed
            case .unread(let source, let start, let end, let line):
                var parser = Parser(source, Tokenizer.block(source, from: start, to: end, line: line))
                let parsed: Parsed = parser.body()
                state = .read(parsed)
                return parsed
            }
        }
    }

    static func == (a: FunctionBody, b: FunctionBody) -> Bool {
        a === b || a.parsed.statements == b.parsed.statements && a.parsed.error == b.parsed.error
    }
}
