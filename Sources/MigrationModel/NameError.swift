/// Why a name means no revision of a graph, in Alembic's words.
package enum NameError: Error, Equatable {
    /// A symbol stands for one head, and there are several.
    case severalHeads([RevisionID], argument: String)
    /// It is no id, no beginning of exactly one, and no label.
    case unknown(String)
    /// It is understood and leads nowhere.
    case refused(String)
}

extension NameError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .severalHeads(_, let argument): "Multiple head revisions are present for given argument '\(argument)'"
        case .unknown(let name): "Can't locate revision identified by '\(name)'"
        case .refused(let reason): reason
        }
    }
}
