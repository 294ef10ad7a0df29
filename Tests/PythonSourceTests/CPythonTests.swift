import Foundation
import PythonSource
import SystemPackage
import TestSupport
import Testing

@Suite("Published Python, beside CPython's own parser")
struct CPythonTests {
    private struct Found: Equatable, CustomStringConvertible {
        let line: Int
        let kind: String
        let text: String?

        var description: String { "\(line) \(kind) \(text ?? "")" }
    }

    @Test func `the statements, their lines and their strings are CPython's`() async throws {
        let program = Alembic.packageRoot.appending("Tests/PythonSourceTests/Oracle/statements.py")
        let packages = ProcessInfo.processInfo.environment["PYTHON_PACKAGES"] ?? "alembic json concurrent.futures"
        let json = try await Alembic.python([program.string] + packages.split(separator: " ").map(String.init))
        let files = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[Any]])
        #expect(files.count > 20)
        for file in files {
            let path = try #require(file[0] as? String)
            let statements = try #require(file[1] as? [[Any]])
            let expected = try statements.map { statement in
                Found(
                    line: try #require(statement[0] as? Int), kind: try #require(statement[1] as? String),
                    text: (statement[2] as? String))
            }
            let module = PythonModule(parsing: Array(try Data(contentsOf: URL(filePath: path))))
            #expect(module.error == nil, "\(path)")
            let found = Self.found(in: module.statements)
            let difference = zip(found, expected).first { $0 != $1 }
            #expect(difference == nil && found.count == expected.count, "\(path)")
        }
    }

    private static func found(in statements: [Statement]) -> [Found] {
        statements.flatMap { statement in
            [Found(line: statement.line, kind: statement.kind, text: statement.text)]
                + (statement.functionBody ?? statement.body).flatMap { found(in: [$0]) }
        }
    }
}

extension Statement {
    fileprivate var kind: String {
        switch node {
        case .expression: "expression"
        case .assignment: "assignment"
        case .augmented: "augmented"
        case .delete: "delete"
        case .function: "function"
        case .classDefinition: "class"
        case .conditional: "conditional"
        case .loop: "loop"
        case .attempt: "attempt"
        case .with: "with"
        case .imports: "imports"
        case .importsFrom: "importsFrom"
        case .returns: "returns"
        case .raises: "raises"
        case .global, .breaks, .continues, .matched, .other: "other"
        }
    }

    fileprivate var functionBody: [Statement]? {
        guard case .function(let function) = node else { return nil }
        return function.body
    }

    /// As hexadecimal digits: a string of Python may hold what one of ours cannot.
    fileprivate var text: String? {
        switch node {
        case .expression(let value), .assignment(_, let value):
            guard case .string(let text) = value.node else { return nil }
            return text.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        default: return nil
        }
    }
}
