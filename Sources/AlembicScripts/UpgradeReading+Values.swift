import PythonSource

// What Python's own functions and methods give for what is known.
extension UpgradeReading {
    func builtin(_ name: String, _ call: TermCall) -> Term {
        let first = call.positional.first
        switch name {
        case "list", "tuple", "set", "iter":
            guard let first else { return call.hasMorePositional ? .unknown : .list([]) }
            return first.items.map { .list($0) } ?? .unknown
        case "sorted":
            guard let items = first?.items, call.keywords.isEmpty else { return .unknown }
            let strings = items.compactMap(\.string)
            return strings.count == items.count ? .list(strings.byCodePoints.map { .string($0) }) : .unknown
        case "reversed": return first?.items.map { .list($0.reversed()) } ?? .unknown
        case "enumerate":
            guard let items = first?.items, call.positional.count == 1, call.keywords.isEmpty else { return .unknown }
            return .list(items.enumerated().map { .list([.number("\($0)"), $1]) })
        case "zip":
            let columns = call.positional.map(\.items)
            guard !columns.contains(nil), !call.hasMorePositional, let count = columns.compactMap(\.?.count).min()
            else {
                return .unknown
            }
            return .list((0..<count).map { row in .list(columns.compactMap { $0?[row] }) })
        case "range":
            let bounds = call.positional.compactMap { term -> Int? in
                if case .number(let digits) = term { Int(digits) } else { nil }
            }
            guard bounds.count == call.positional.count, let end = bounds.last, bounds.count < 3 else {
                return .unknown
            }
            let start = bounds.count == 2 ? bounds[0] : 0
            guard start <= end, end - start < 1_000 else { return .unknown }
            return .list((start..<end).map { .number("\($0)") })
        case "dict":
            if first == nil, !call.hasMoreKeywords, !call.hasMorePositional {
                return .dictionary(call.keywords.map { Term.Entry(key: .string($0.name), value: $0.value) })
            }
            if case .dictionary? = first, call.keywords.isEmpty { return first ?? .unknown }
            return first.map { Term.dictionary(pairs: $0) } ?? .unknown
        case "str": return first.map { .text($0.formatted) } ?? .unknown
        case "bool": return first?.truth.map { .boolean($0) } ?? .unknown
        case "len": return first?.items.map { .number("\($0.count)") } ?? .unknown
        case "any", "all":
            guard let truths = first?.items?.map(\.truth) else { return .unknown }
            if truths.contains(name == "any") { return .boolean(name == "any") }
            return truths.contains(nil) ? .unknown : .boolean(name != "any")
        default: return .unknown
        }
    }

    /// `nil` where it is no method of a value that is known.
    func method(_ name: String, of base: Term, _ call: TermCall) -> Term? {
        switch base {
        case .text(let text): textMethod(name, of: text, call)
        case .dictionary(let entries):
            switch name {
            case "items": .list(entries.map { .list([$0.key, $0.value]) })
            case "keys": .list(entries.map(\.key))
            case "values": .list(entries.map(\.value))
            case "get":
                call.positional.first.map { key in
                    entries.last { $0.key == key }?.value
                        ?? (key.isConstant ? call.argument(1, "default") ?? .nothing : .unknown)
                }
            case "copy": base
            default: .unknown
            }
        case .list: name == "copy" ? base : .unknown
        default: nil
        }
    }

    private func textMethod(_ name: String, of text: TermText, _ call: TermCall) -> Term {
        if name == "format" { return .text(text.formatted(with: call)) }
        let argument = call.positional.first
        guard let known = text.known else {
            return ["strip", "lstrip", "rstrip"].contains(name) ? .text(text) : .unknown
        }
        switch name {
        case "lower": return .string(known.lowercased())
        case "upper": return .string(known.uppercased())
        case "strip", "lstrip", "rstrip":
            guard call.positional.isEmpty else { return .unknown }
            let front = name == "rstrip" ? Substring(known) : known.drop(while: \.isWhitespace)
            guard name != "lstrip" else { return .string(String(front)) }
            return .string(String(front.reversed().drop(while: \.isWhitespace).reversed()))
        case "startswith": return affix(argument) { known.hasPrefix($0) }
        case "endswith": return affix(argument) { known.hasSuffix($0) }
        case "join":
            guard let items = argument?.items else { return .text(.unknown) }
            var joined = TermText("")
            for (position, item) in items.enumerated() {
                if position > 0 { joined = joined.adding(text) }
                joined = joined.adding(item.formatted)
            }
            return .text(joined)
        case "split":
            if call.positional.isEmpty, call.keywords.isEmpty {
                return .list(known.split(whereSeparator: \.isWhitespace).map { .string(String($0)) })
            }
            guard let separator = argument?.string, !separator.isEmpty, call.positional.count == 1 else {
                return .unknown
            }
            return .list(
                known.split(separator: separator, omittingEmptySubsequences: false).map { .string(String($0)) })
        case "replace":
            guard let old = argument?.string, !old.isEmpty, let new = call.argument(1, "new")?.string,
                call.positional.count == 2
            else { return .unknown }
            return .string(known.split(separator: old, omittingEmptySubsequences: false).joined(separator: new))
        default: return .unknown
        }
    }

    private func affix(_ argument: Term?, _ matches: (String) -> Bool) -> Term {
        guard let affixes = argument?.strings else { return .unknown }
        return .boolean(affixes.contains(where: matches))
    }
}

extension [String] {
    fileprivate var byCodePoints: [String] {
        sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    }
}
