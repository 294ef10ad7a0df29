/// One expression, as far as a static reading needs it.
package struct Expression: Sendable, Equatable {
    /// Where it begins, from 1.
    package let line: Int
    package let node: Node

    package init(_ node: Node, line: Int) {
        self.node = node
        self.line = line
    }

    package indirect enum Node: Sendable, Equatable {
        case none
        case boolean(Bool)
        /// A number as it was written.
        case number(String)
        /// A string with its escapes evaluated and its adjacent literals joined.
        case string(String)
        case bytes
        case formatted([Piece])
        case name(String)
        case attribute(Expression, String)
        case call(Expression, [Argument])
        case tuple([Expression])
        case list([Expression])
        case set([Expression])
        case dictionary([Entry])
        /// Two or more terms joined by `+`: a list and not a tree, so that a long chain needs no deep recursion.
        case sum([Expression])
        /// `left % right`, which formats text.
        case remainder(Expression, Expression)
        case subscripted(Expression, Expression)
        case starred(Expression)
        /// Anything else: an operator, a condition, a comprehension. What it is made of, as far as that is known.
        case opaque([Expression])
    }

    package enum Piece: Sendable, Equatable {
        case text(String)
        case value(Expression)
        /// A value with a conversion or a format, whose text is not known.
        case formattedValue(Expression)
    }

    package struct Argument: Sendable, Equatable {
        package let kind: Kind
        package let value: Expression

        package enum Kind: Sendable, Equatable {
            case positional
            case keyword(String)
            /// `*values`
            case unpacked
            /// `**values`
            case unpackedKeywords
        }
    }

    package struct Entry: Sendable, Equatable {
        /// `nil` for `**other`.
        package let key: Expression?
        package let value: Expression
    }
}

extension Expression {
    /// The expressions directly inside this one, in written order.
    package var children: [Expression] {
        switch node {
        case .none, .boolean, .number, .string, .bytes, .name: []
        case .formatted(let pieces):
            pieces.compactMap {
                switch $0 {
                case .text: nil
                case .value(let value), .formattedValue(let value): value
                }
            }
        case .attribute(let base, _): [base]
        case .call(let function, let arguments): [function] + arguments.map(\.value)
        case .tuple(let items), .list(let items), .set(let items), .sum(let items), .opaque(let items): items
        case .dictionary(let entries): entries.flatMap { ($0.key.map { [$0] } ?? []) + [$0.value] }
        case .remainder(let left, let right), .subscripted(let left, let right): [left, right]
        case .starred(let value): [value]
        }
    }
}
