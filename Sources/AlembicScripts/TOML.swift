/// A value of a TOML document.
enum TOML: Equatable {
    case string(String)
    case boolean(Bool)
    /// A number or a date, as it is written: nothing here needs one.
    case other(String)
    case array([TOML])
    case table([String: TOML])

    /// A document, read as far as `pyproject.toml` files need it.
    static func document(_ text: String) throws(ConfigProblem) -> TOML {
        var parser = TOMLParser(text)
        return try parser.document()
    }

    subscript(key: String) -> TOML? {
        guard case .table(let entries) = self else { return nil }
        return entries[key]
    }

    /// Adds a value under a dotted key. False where something else stands there.
    mutating func insert(_ value: TOML, at path: ArraySlice<String>) -> Bool {
        guard let key = path.first else { return false }
        switch self {
        case .table(var entries):
            if path.count == 1 {
                guard entries[key] == nil else { return false }
                entries[key] = value
            } else {
                var inner = entries[key] ?? .table([:])
                guard inner.insert(value, at: path.dropFirst()) else { return false }
                entries[key] = inner
            }
            self = .table(entries)
            return true
        case .array(var items):
            // `[[a]]` and then `[a.b]`: the last item is meant.
            guard var last = items.popLast(), last.insert(value, at: path) else { return false }
            items.append(last)
            self = .array(items)
            return true
        case .string, .boolean, .other:
            return false
        }
    }

    /// Opens the table at a path, as `[a.b]` does, or adds one to an array of tables, as `[[a.b]]` does.
    mutating func open(_ path: [String], isItem: Bool) -> Bool {
        switch (self[path], isItem) {
        case (nil, true): insert(.array([.table([:])]), at: path[...])
        case (nil, false): insert(.table([:]), at: path[...])
        case (.array(let items)?, true): replace(.array(items + [.table([:])]), at: path[...])
        case (.table?, false): true
        default: false
        }
    }

    private subscript(path: [String]) -> TOML? {
        var found: TOML? = self
        for key in path {
            if case .array(let items) = found { found = items.last }
            found = found?[key]
        }
        return found
    }

    private mutating func replace(_ value: TOML, at path: ArraySlice<String>) -> Bool {
        guard let key = path.first else { return false }
        switch self {
        case .table(var entries):
            if path.count == 1 {
                entries[key] = value
            } else {
                guard var inner = entries[key], inner.replace(value, at: path.dropFirst()) else { return false }
                entries[key] = inner
            }
            self = .table(entries)
            return true
        case .array(var items):
            guard var last = items.popLast(), last.replace(value, at: path) else { return false }
            items.append(last)
            self = .array(items)
            return true
        case .string, .boolean, .other: return false
        }
    }
}
