import PythonSource
import Testing

@Suite("How an expression is taken apart")
struct ExpressionTests {
    @Test(arguments: [
        ("a == 'x'", "(a == 'x')"), ("a != b", "(a != b)"), ("a in b", "(a in b)"), ("a not in b", "(a not in b)"),
        ("a is None", "(a is None)"), ("a is not None", "(a is not None)"), ("a < b", "?[a b]"),
        ("a == b == c", "?[?[a b] c]"), ("not a", "not a"), ("not not a", "?[a]"), ("not a in b", "not (a in b)"),
        ("a and b and not c", "and[a b not c]"), ("a or b and c", "or[a and[b c]]"),
        ("(a or b) and c", "and[or[a b] c]"),
        ("a if b else c", "(b ? a : c)"), ("a if b == c else d if e else f", "((b == c) ? a : (e ? d : f))"),
        ("[a for b in c if d]", "[a for b in c if d]"),
        ("f(a for b, c in d for e in f)", "f(a for (b, c) in d for e in f)"),
        ("{a: b for c in d}", "{a: b for c in d}"), ("(a for b in c)", "a for b in c"), ("a - b", "?[a b]"),
        ("a == b - c", "?[(a == b) c]"), ("a + b == c % d", "((a + b) == (c % d))"), ("not -a", "?[not ?[] a]"),
        ("-a", "?[a]"), ("f(a, *b, c=d, **e)", "f(a, *b, c=d, **e)"), ("a[b].c", "a[b].c"), ("a if b", "?[?[a b]]"),
        ("x := a", "x := a"), ("x := a if b else c", "x := (b ? a : c)"), ("x := a - b", "x := ?[a b]"),
        ("x := -a", "x := ?[a]"), ("[x := a for a in b]", "[x := a for a in b]"), ("a and", "and[a ?[]]"),
    ])
    func `an expression is`(source: String, expected: String) throws {
        let module = PythonModule(parsing: Array("(\(source))\n".utf8))
        guard case .expression(let expression)? = module.statements.first?.node else { throw Missing() }
        #expect(expression.words == expected)
    }

    @Test func `parameters have kinds and default values`() throws {
        let module = PythonModule(parsing: Array("def f(a, /, b: int = 'x', *c, d=None, **e): break\n".utf8))
        guard case .function(let function)? = module.statements.first?.node else { throw Missing() }
        #expect(
            function.parameters.map { "\($0.name) \($0.kind) \($0.defaultValue?.words ?? "-")" }
                == ["a named -", "b named 'x'", "c rest -", "d keywordOnly None", "e restOfKeywords -"])
        #expect(function.body.map(\.node) == [.breaks])
    }

    struct Missing: Error {}
}

extension Expression {
    fileprivate var words: String {
        switch node {
        case .none: "None"
        case .boolean(let value): "\(value)"
        case .number(let digits): digits
        case .string(let text): "'\(text)'"
        case .bytes, .formatted: "…"
        case .name(let name): name
        case .attribute(let base, let name): "\(base.words).\(name)"
        case .call(let function, let arguments):
            "\(function.words)(\(arguments.map(\.words).joined(separator: ", ")))"
        case .tuple(let items): "(\(items.map(\.words).joined(separator: ", ")))"
        case .list(let items): "[\(items.map(\.words).joined(separator: ", "))]"
        case .set(let items): "{\(items.map(\.words).joined(separator: ", "))}"
        case .dictionary(let entries):
            "{\(entries.map { "\($0.key?.words ?? "**"): \($0.value.words)" }.joined(separator: ", "))}"
        case .sum(let terms): "(\(terms.map(\.words).joined(separator: " + ")))"
        case .remainder(let left, let right): "(\(left.words) % \(right.words))"
        case .subscripted(let base, let key): "\(base.words)[\(key.words)]"
        case .starred(let value): "*\(value.words)"
        case .named(let name, let value): "\(name) := \(value.words)"
        case .not(let value): "not \(value.words)"
        case .all(let terms): "and[\(terms.map(\.words).joined(separator: " "))]"
        case .any(let terms): "or[\(terms.map(\.words).joined(separator: " "))]"
        case .comparison(let left, let comparison, let right): "(\(left.words) \(comparison.rawValue) \(right.words))"
        case .conditional(let condition, let value, let otherwise):
            "(\(condition.words) ? \(value.words) : \(otherwise.words))"
        case .comprehension(let element, let clauses):
            element.words
                + clauses.map { clause in
                    " for \(clause.target.words) in \(clause.over.words)"
                        + clause.conditions.map { " if \($0.words)" }.joined()
                }.joined()
        case .opaque(let parts): "?[\(parts.map(\.words).joined(separator: " "))]"
        }
    }
}

extension Expression.Argument {
    fileprivate var words: String {
        switch kind {
        case .positional: value.words
        case .keyword(let name): "\(name)=\(value.words)"
        case .unpacked: "*\(value.words)"
        case .unpackedKeywords: "**\(value.words)"
        }
    }
}
