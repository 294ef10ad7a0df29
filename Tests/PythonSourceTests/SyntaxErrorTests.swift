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
