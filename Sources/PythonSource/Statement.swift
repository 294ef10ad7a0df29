/// One statement, as far as a static reading needs it.
package struct Statement: Sendable, Equatable {
    /// Where it begins, from 1.
    package let line: Int
    package let node: Node

    package init(_ node: Node, line: Int) {
        self.node = node
        self.line = line
    }

    package enum Node: Sendable, Equatable {
        case expression(Expression)
        /// `a = b = value`; a target may be a tuple. An annotated assignment is one too.
        case assignment(targets: [Expression], value: Expression)
        /// `target += value`, with the operator's first character.
        indirect case augmented(target: Expression, operation: Character, value: Expression)
        case delete([Expression])
        case global([String])
        case function(Function)
        case classDefinition(name: String, body: [Statement])
        /// `if` and `elif` in order, and `else`.
        case conditional([Branch], otherwise: [Statement])
        /// `for` (with a target) or `while`, and its `else`.
        indirect case loop(target: Expression?, over: Expression, body: [Statement], otherwise: [Statement])
        indirect case attempt(body: [Statement], handlers: [Handler], otherwise: [Statement], finally: [Statement])
        case with([ContextItem], body: [Statement])
        /// `import a.b as c`
        case imports([Import])
        /// `from a.b import c as d`
        case importsFrom(module: String, names: [Import])
        case returns(Expression?)
        /// `raise` ends the block that it stands in.
        case raises([Expression])
        case breaks
        case continues
        /// A case of `match`, with the names that its pattern may bind.
        case matched(names: [String], body: [Statement])
        /// Anything else, with the expressions and statements inside it: `pass`, `assert`, `match`, a decorator.
        case other([Expression], body: [Statement])
    }

    package struct Branch: Sendable, Equatable {
        package let condition: Expression
        package let body: [Statement]
    }

    package struct Handler: Sendable, Equatable {
        /// The name after `as`.
        package let name: String?
        package let body: [Statement]
    }

    package struct ContextItem: Sendable, Equatable {
        package let value: Expression
        package let target: Expression?
    }

    package struct Import: Sendable, Equatable {
        /// Dotted, or `*`.
        package let name: String
        package let alias: String?

        /// What `import a.b` binds.
        var top: String { name.utf8.firstIndex(of: UInt8(ascii: ".")).map { String(name[..<$0]) } ?? name }
    }
}

extension Statement {
    /// The expressions that this statement evaluates itself, without those of the statements inside it.
    package var expressions: [Expression] {
        switch node {
        case .expression(let value): [value]
        case .assignment(_, let value), .augmented(_, _, let value): [value]
        case .delete(let targets): targets
        case .conditional(let branches, _): branches.map(\.condition)
        case .loop(_, let over, _, _): [over]
        case .with(let items, _): items.map(\.value)
        case .returns(let value): value.map { [$0] } ?? []
        case .raises(let values), .other(let values, _): values
        case .global, .function, .classDefinition, .attempt, .imports, .importsFrom, .breaks, .continues, .matched: []
        }
    }

    /// The statements directly inside this one, without the body of a function, which runs when it is called.
    package var body: [Statement] {
        switch node {
        case .conditional(let branches, let otherwise): branches.flatMap(\.body) + otherwise
        case .loop(_, _, let body, let otherwise): body + otherwise
        case .attempt(let body, let handlers, let otherwise, let finally):
            body + handlers.flatMap(\.body) + otherwise + finally
        case .with(_, let body), .classDefinition(_, let body), .matched(_, let body), .other(_, let body): body
        case .expression, .assignment, .augmented, .delete, .global, .function, .imports, .importsFrom, .returns,
            .raises, .breaks, .continues:
            []
        }
    }
}
