extension Term {
    func adding(_ other: Term) -> Term {
        switch (self, other) {
        case (.text(let left), .text(let right)):
            return .text(left.adding(right))
        case (.text(let left), .unknown), (.text(let left), .attribute), (.text(let left), .call):
            return .text(left.adding(.unknown))
        case (.unknown, .text(let right)), (.attribute, .text(let right)), (.call, .text(let right)):
            return .text(TermText.unknown.adding(right))
        case (.list(let left), .list(let right)): return .list(left + right)
        default: return .unknown
        }
    }

    func item(at key: Term) -> Term {
        switch self {
        case .dictionary(let entries): return entries.last { $0.key == key }?.value ?? .unknown
        case .list(let items):
            guard case .number(let digits) = key, let position = Int(digits), position < items.count else {
                return .unknown
            }
            return items[position]
        default: return .unknown
        }
    }

    /// False where one is `None` and the other something; `nil` where that is not known.
    func differs(from other: Term) -> Bool? {
        let isSomething: (Term) -> Bool = {
            switch $0 {
            case .text, .list, .dictionary, .function, .boolean, .number: true
            default: false
            }
        }
        return self == .nothing && isSomething(other) || other == .nothing && isSomething(self) ? false : nil
    }

    static func dictionary(pairs: Term) -> Term {
        guard let items = pairs.items else { return .unknown }
        let entries = items.compactMap { pair -> Entry? in
            guard case .list(let pair) = pair, pair.count == 2, pair[0].isConstant else { return nil }
            return Entry(key: pair[0], value: pair[1])
        }
        return entries.count == items.count ? .dictionary(entries) : .unknown
    }
}
