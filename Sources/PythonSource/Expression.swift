/// One expression, as far as a static reading needs it.
package struct Expression: Sendable, Equatable {
    /// Where it begins, from 1.
    package let line: Int
    package let node: Node

    package init(_ node: Node, line: Int) {
        self.node = node
        self.line = line
    }

    /// Only what holds an expression itself is kept elsewhere: most are a name or a string, and there are very many.
    package enum Node: Sendable, Equatable {
        case none
        case boolean(Bool)
        /// A number as it was written.
        case number(String)
        /// A string with its escapes evaluated and its adjacent literals joined.
        case string(String)
        case bytes
        case formatted([Piece])
        case name(String)
        indirect case attribute(Expression, String)
        indirect case call(Expression, [Argument])
        case tuple([Expression])
        case list([Expression])
        case set([Expression])
        case dictionary([Entry])
        /// Two or more terms joined by `+`: a list and not a tree, so that a long chain needs no deep recursion.
        case sum([Expression])
        /// `left % right`, which formats text.
        indirect case remainder(Expression, Expression)
        indirect case subscripted(Expression, Expression)
        indirect case starred(Expression)
        /// `name := value`
        indirect case named(String, Expression)
        indirect case not(Expression)
        /// Two or more terms joined by `and`.
        case all([Expression])
        /// Two or more terms joined by `or`.
        case any([Expression])
        indirect case comparison(Expression, Comparison, Expression)
        /// `value if condition else otherwise`
        indirect case conditional(condition: Expression, value: Expression, otherwise: Expression)
        /// What a list, a set, a generator or, as the value of its one entry, a dictionary is made of.
        indirect case comprehension(Expression, [Clause])
        /// Anything else: another operator, a `lambda`. What it is made of, as far as that is known.
        case opaque([Expression])
    }

    package enum Comparison: String, Sendable {
        case equal = "=="
        case notEqual = "!="
        case inside = "in"
        case notInside = "not in"
        case same = "is"
        case notSame = "is not"
    }

    /// `for target in over if condition`
    package struct Clause: Sendable, Equatable {
        package let target: Expression
        package let over: Expression
        package let conditions: [Expression]
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
        case .tuple(let items), .list(let items), .set(let items), .sum(let items), .all(let items),
            .any(let items), .opaque(let items):
            items
        case .dictionary(let entries): entries.flatMap { ($0.key.map { [$0] } ?? []) + [$0.value] }
        case .remainder(let left, let right), .subscripted(let left, let right): [left, right]
        case .starred(let value), .named(_, let value), .not(let value): [value]
        case .comparison(let left, _, let right): [left, right]
        case .conditional(let condition, let value, let otherwise): [condition, value, otherwise]
        case .comprehension(let element, let clauses): clauses.flatMap { [$0.over] + $0.conditions } + [element]
        }
    }
}
