import PythonSource
import Testing

@Suite("What the names of a module stand for when it has run")
struct EvaluationTests {
    struct Case: CustomTestStringConvertible {
        let source: String
        let expected: Scope.Binding?
        let line: Int?

        init(_ source: String, _ expected: Scope.Binding?, line: Int? = nil) {
            self.source = source
            self.expected = expected
            self.line = line
        }

        var testDescription: String { source }
    }

    @Test(arguments: [
        Case("x = 'a'", .constant(.string("a")), line: 1),
        Case("x = 'a'\n\nx = 'b'", .constant(.string("b")), line: 3),
        Case("x: str = 'a'", .constant(.string("a"))),
        Case("x: str", nil),
        Case("x = None", .constant(.nothing)),
        Case("x = 17", .constant(.number("17"))),
        Case("x = b'a'", .constant(.bytes)),
        Case("x = ('a')", .constant(.string("a"))),
        Case("x = ('a',)", .constant(.tuple([.string("a")]))),
        Case("x = 'a', 'b'", .constant(.tuple([.string("a"), .string("b")]))),
        Case("x = ['a', *('b', 'c')]", .constant(.list([.string("a"), .string("b"), .string("c")]))),
        Case("x = {'a'}", .constant(.set([.string("a")]))),
        Case("x = {}", .dynamic),
        Case("x = 'a' 'b' \\\n  'c'", .constant(.string("abc"))),
        Case("x = ('a' # one\n  'b')", .constant(.string("ab"))),
        Case("x = r'\\n' '\\n' u'c'", .constant(.string("\\n\nc"))),
        Case("x = '\\x41\\101\\u0041\\U00000041\\q\\\n'", .constant(.string("AAAA\\q"))),
        Case("x = '\\N{DASH}'", .dynamic),
        Case("x = '''a\r\nb'''", .constant(.string("a\nb"))),
        Case("n = 2\nx = f'{{a}}{n}{\"b\"}'", .constant(.string("{a}2b"))),
        Case("n = 2\nx = f'{n!r}'", .dynamic),
        Case("n = 2\nx = f'{n:03}'", .dynamic),
        Case("x = f\"{'a' + \"b\"}\"", .constant(.string("ab"))),
        Case("x = 'a' + 'b' + 'c'", .constant(.string("abc"))),
        Case("x = ('a',) + ('b',)", .constant(.tuple([.string("a"), .string("b")]))),
        Case("x = 'a' + 1", .dynamic),
        Case("x = 'a%s-%d%%' % ('b', 3)", .constant(.string("ab-3%"))),
        Case("x = '%s' % y", .dynamic),
        Case("x = '%(a)s' % {'a': 1}", .dynamic),
        Case("x = -1", .dynamic),
        Case("x = 'a' if y else 'b'", .dynamic),
        Case("x = 'a' if not TYPE_CHECKING else 'b'", .constant(.string("a"))),
        Case("x = 'a' or 'b'", .dynamic),
        Case("x = 'a' 'b' == 'c'", .dynamic),
        Case("x = lambda: 'a'", .dynamic),
        Case("x = str('a')", .dynamic, line: 1),
        Case("x = 'a'\ndel x", nil),
        Case("x, y = 'a', 'b'", .constant(.string("a"))),
        Case("(y, [x, z]) = 'b', ('a', 'c')", .constant(.string("a"))),
        Case("*y, x = 'b', 'a'", .dynamic),
        Case("y = x = 'a'", .constant(.string("a"))),
        Case("y = 'a'\nx = y\ny = 'b'", .constant(.string("a"))),
        Case("x = 'a'\nx += 'b'", .constant(.string("ab"))),
        Case("x = 'a'\nx *= 2", .dynamic, line: 2),
        Case("x = 'a'; x = 'b'; y = 1", .constant(.string("b"))),
        Case("if True: x = 'a'\nelse: x = 'b'", .constant(.string("a"))),
        Case("if TYPE_CHECKING:\n  x = 'a'\nelse:\n  x = 'b'", .constant(.string("b"))),
        Case("if y:\n  x = 'a'\nelse:\n  x = 'b'", .dynamic),
        Case("if y:\n  x = 'a'\nelif z:\n  x = 'a'\nelse:\n  x = 'a'", .constant(.string("a"))),
        Case("x = 'a'\nif y:\n  pass", .constant(.string("a"))),
        Case("if y:\n  x = 'a'", .dynamic, line: 2),
        Case("try:\n  x = 'a'\nexcept E:\n  x = 'b'", .constant(.string("a"))),
        Case("try:\n  import y\n  x = 'a'\nexcept E:\n  x = 'b'", .dynamic),
        Case("try:\n  import y\n  x = 'a'\nexcept E:\n  raise", .constant(.string("a"))),
        Case("x = 'a'\nfor y in z:\n  x = x + 'b'", .dynamic),
        Case("x = y = 'a'\nfor z in z:\n  x = y\n  y = 'b'", .dynamic),
        Case("for x in ('a', 'b'): pass", .dynamic),
        Case("with y as z:\n  x = 'a'", .constant(.string("a"))),
        Case("with y as x:\n  pass", .dynamic),
        Case("match y:\n  case 1:\n    x = 'a'", .dynamic),
        Case("x = 'a'\nmatch y:\n  case {'b': x}: pass", .dynamic),
        Case("match: str = 'a'\nx = match", .constant(.string("a"))),
        Case("def f():\n  x = 'a'", nil),
        Case("class C:\n  x = 'a'", nil),
        Case("import x", .imported("x")),
        Case("import x.y", .imported("x")),
        Case("import y.z as x", .imported("y.z")),
        Case("from y import z as x", .imported("y.z")),
        Case("from . import x", .imported(".x")),
        Case("from ..y import x", .imported("..y.x")),
        Case("from y import *", .dynamic, line: 1),
        Case("class x: pass", .classDefinition),
    ])
    func `a name stands for`(example: Case) throws {
        let module = PythonModule(parsing: Array(example.source.utf8))
        #expect(module.error == nil)
        let bound = module.scope["x"]
        #expect(bound?.binding == example.expected)
        if let line = example.line { #expect(bound?.line == line) }
    }
}
