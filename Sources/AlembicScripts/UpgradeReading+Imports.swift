import PythonSource
import SystemPackage

// What the project's other files give. Nothing is known of installed packages.
extension UpgradeReading {
    /// What a name of another file stands for, where that is known; else the term as it is.
    mutating func imported(_ term: Term, line: Int) -> Term {
        guard case .path(let path) = term, !Self.isHarmless(path), !path.hasPrefix("builtins.") else { return term }
        asksOthers = true
        guard let definition = others.definition(of: path), let found = names(of: definition.file)[definition.name]
        else { return term }
        switch found {
        case .unknown, .attribute: return term
        case .function: return found
        default: return otherFile == nil ? found.written(in: line) : found
        }
    }

    /// Goes on in another file of the project, or in the script itself.
    mutating func enter(_ file: FilePath?) {
        guard file != otherFile else { return }
        let next = file.map { names(of: $0) } ?? modules[nil] ?? [:]
        modules[otherFile] = module
        module = next
        otherFile = file
    }

    private mutating func names(of file: FilePath) -> [String: Term] {
        if file == otherFile { return module }
        if let known = modules[file] { return known }
        guard !loading.contains(file), loading.count < 10 else { return [:] }
        let reading = self
        let names = others.names(of: file, isAnswer: loading.isEmpty) { parsed in
            var inner = UpgradeReading(file, of: reading)
            inner.load(parsed)
            return inner.module.mapValues { $0.mayBeBoundElsewhere ? .unknown : $0 }
        }
        modules[file] = names ?? [:]
        return names ?? [:]
    }

    /// The package of a relative import. A version file belongs to none.
    func absolute(_ module: String) -> String {
        let level = module.prefix { $0 == "." }.count
        guard level > 0, let package = otherFile.flatMap(others.package(of:)) else { return module }
        let above = package.split(separator: ".").dropLast(level - 1)
        return (above + module.dropFirst(level).split(separator: ".")).joined(separator: ".")
    }

    /// `from module import *`. What it may bind anew is not known any more, but for what other imports gave.
    mutating func star(_ module: String) {
        if otherFile == nil { starModule = module }
        guard !Self.isHarmless(module) else { return }
        names = names.mapValues { if case .path = $0 { $0 } else { .unknown } }
    }
}

extension Term {
    /// Whether it is what a program writes where it fills in the rest later, a flag or an empty list, or has a function
    /// inside whose names are not known any more.
    fileprivate var mayBeBoundElsewhere: Bool {
        switch self {
        case .nothing, .boolean, .number: true
        case .list(let items) where items.isEmpty: true
        case .dictionary(let entries) where entries.isEmpty: true
        case .text(let text) where text.known == "": true
        case .function(let function): function.call != nil
        case .either(let terms): terms.contains(where: \.mayBeBoundElsewhere)
        case .unknown, .path, .attribute, .call, .list, .dictionary, .text: holdsInnerFunction
        }
    }

    private var holdsInnerFunction: Bool {
        if case .function(let function) = self { return function.call != nil }
        return !everyPart { !$0.holdsInnerFunction }
    }
}
