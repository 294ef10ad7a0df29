/// A call with what its arguments stand for.
struct TermCall: Equatable, Sendable {
    let function: Term
    let positional: [Term]
    let keywords: [Keyword]
    /// Whether more arguments are there, which are not known: `*values`, `**values`.
    let hasMorePositional: Bool
    let hasMoreKeywords: Bool
    let line: Int

    struct Keyword: Equatable, Sendable {
        let name: String
        let value: Term
    }

    /// An argument by its position or by its name; `nil` where it is surely not there.
    func argument(_ position: Int?, _ name: String) -> Term? {
        if let keyword = keywords.last(where: { $0.name == name }) { return keyword.value }
        if let position {
            if position < positional.count { return positional[position] }
            if hasMorePositional { return .unknown }
        }
        return hasMoreKeywords ? .unknown : nil
    }

    func keyword(_ name: String) -> Term? { argument(nil, name) }

    /// The same call with each of the values that an argument may have; `nil` where all are single ones.
    var alternatives: [TermCall]? {
        if let position = positional.firstIndex(where: \.isEither) {
            return positional[position].alternatives.map { value in
                var positional = positional
                positional[position] = value
                return with(positional, keywords)
            }
        }
        guard let position = keywords.firstIndex(where: \.value.isEither) else { return nil }
        return keywords[position].value.alternatives.map { value in
            var keywords = keywords
            keywords[position] = Keyword(name: keywords[position].name, value: value)
            return with(positional, keywords)
        }
    }

    func written(in line: Int) -> TermCall {
        TermCall(
            function: function.written(in: line), positional: positional.map { $0.written(in: line) },
            keywords: keywords.map { Keyword(name: $0.name, value: $0.value.written(in: line)) },
            hasMorePositional: hasMorePositional, hasMoreKeywords: hasMoreKeywords, line: line)
    }

    private func with(_ positional: [Term], _ keywords: [Keyword]) -> TermCall {
        TermCall(
            function: function, positional: positional, keywords: keywords, hasMorePositional: hasMorePositional,
            hasMoreKeywords: hasMoreKeywords, line: line)
    }
}
