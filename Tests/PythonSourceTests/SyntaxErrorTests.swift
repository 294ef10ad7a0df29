import PythonSource
import Testing

@Suite("Files that are no Python")
struct SyntaxErrorTests {
    @Test(arguments: [
        ("x = (\n\n", "a bracket was never closed", 1),
        ("x = 1\ny = )", "a closing bracket does not match", 2),
        ("x = (]", "a closing bracket does not match", 1),
        ("x = 'a\ny", "unterminated string literal", 1),
        ("x = '''a\n\ny", "unterminated string literal", 1),
        ("if x:\n    y\n  z", "unindent does not match any outer indentation level", 3),
        ("if x:\ny", "expected an indented block", 2),
        ("x\n  y", "unexpected indent", 2),
        ("if x\n  y", "expected ':'", 1),
        ("def f():\n    x\n      y", "unexpected indent", 3),
        ("def f():\n    if x:\n    y", "expected an indented block", 3),
        ("def f():\n    if x: # y\n\n", "expected an indented block", 4),
        ("async def f():\n    if x:\n        y\n      z", "unindent does not match any outer indentation level", 4),
        ("def f():\n    x = [(1]\n", "a closing bracket does not match", 2),
        ("def f():\n    f'{x'\ny", "unterminated string literal", 2),
        ("x \\ y", "unexpected character after line continuation character", 1),
        ("x\n\0", "source code cannot contain null bytes", 2),
        ("x = f'{y'", "unterminated string literal", 1),
        (String(repeating: "(", count: 300), "too many nested parentheses", 1),
        (
            (0..<150).map { String(repeating: " ", count: $0) + "if x:\n" }.joined(),
            "too many levels of indentation", 101
        ),
    ])
    func `an error says what it is and where`(source: String, message: String, line: Int) {
        #expect(PythonModule(parsing: Array(source.utf8)).error == SyntaxError(message, line: line))
    }

    /// A function is looked into when somebody asks for its statements.
    @Test func `what is broken in a function hides nothing before it`() throws {
        let source = "revision = 'a'\ndef upgrade():\n    one\n    if two:\n        three\n        = 'four\nx = 'b'\n"
        let module = PythonModule(parsing: Array(source.utf8))
        #expect(module.error == SyntaxError("unterminated string literal", line: 6))
        guard case .function(let upgrade) = module.scope["upgrade"]?.binding else {
            Issue.record("there is no upgrade()")
            return
        }
        #expect(upgrade.body.map(\.line) == [3, 4] && upgrade.body[1].body.map(\.line) == [5])
        #expect(module.scope.value(of: "revision") == .string("a") && module.scope["x"] == nil)
    }

    @Test func `what only the parser finds in a function is an error of that function`() throws {
        let module = PythonModule(parsing: Array("def f():\n    a\n    if b c\n    d\ndef g(): pass\n".utf8))
        #expect(module.error == nil)
        let functions = module.statements.compactMap { if case .function(let found) = $0.node { found } else { nil } }
        #expect(functions.map(\.name) == ["f", "g"])
        #expect(functions.map(\.error) == [SyntaxError("expected ':'", line: 3), nil])
        #expect(functions[0].body.map(\.line) == [2])
    }

    @Test(arguments: ["x = (", "x = '", "def f():\n    y = [\n", "if x:\ny = 2", "  x = 2"])
    func `what stands before an error is known`(broken: String) {
        let module = PythonModule(parsing: Array(("revision = 'a'\n" + broken).utf8))
        #expect(module.error != nil)
        #expect(module.scope.value(of: "revision") == .string("a"))
        #expect(module.scope.value(of: "x") == nil)
    }

    @Test(arguments: [
        "lambda: ", "not ", "- ", "f(", "a.", "a[", "*", "**", "@", "{1:", "f'{", "else ", "x = ", "x + ", "x % ",
        "if x:", "x,", "(", "\"", "await ", "async ", "from ", "import ", "a: ", "\\\n", "elif x: y\n", "if x: y\nel",
    ])
    func `a token over and over overflows nothing`(token: String) {
        for prefix in ["", "x = ", "if x: y\n", "(", "class C:\n  "] {
            _ = PythonModule(parsing: Array((prefix + String(repeating: token, count: 20_000)).utf8)).scope
        }
    }

    @Test(arguments: ["x = [1)", "x = (1]", "x = {1)", "f(1}", "x = [lambda )", "x = [[lambda y)]"])
    func `a bracket that closes another kind ends the reading`(source: String) {
        #expect(PythonModule(parsing: Array((source + "\ny = 1\n").utf8)).error?.line == 1)
    }

    @Test func `no bytes crash it`() {
        var random = SystemRandomNumberGenerator()
        let pieces = [
            "def f(", "x", "=", "'", "\"\"\"", "\n", "    ", "(", ")", "[", "]", "{", "}", ":", ",", "f'", "{{", "\\",
            "if ", "else", "for ", " in ", "lambda", "*", "**", "%", "+", "import ", "from ", ".", "as ", "with ",
            "try:", "except", "b'", "\u{0}", "é", "\r", "#", "@", ";", "del ", "class ", "match ", "case ", "!", "1",
        ]
        for _ in 0..<3_000 {
            let source = (0..<Int.random(in: 0..<60, using: &random)).compactMap { _ in pieces.randomElement() }
            _ = PythonModule(parsing: Array(source.joined().utf8)).scope
        }
        for _ in 0..<500 {
            _ = PythonModule(parsing: (0..<200).map { _ in UInt8.random(in: 0...255) }).scope
        }
    }
}
