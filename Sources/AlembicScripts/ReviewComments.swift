package import MigrationModel
import SystemPackage

/// Why the scripts accept what stands on these lines: the reason behind `# review: ok`, where there is one.
///
/// A file that cannot be read accepts nothing.
package func reviewComments(at places: some Sequence<ScriptPlace>) -> [ScriptPlace: String] {
    var reasons: [ScriptPlace: String] = [:]
    for (file, places) in Dictionary(grouping: places, by: \.file) {
        let path = FilePath(file)
        guard let status = try? FileStatus(path), let bytes = try? contents(of: path, status: status) else { continue }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for place in places where lines.indices.contains(place.line - 1) {
            reasons[place] = reviewComment(in: String(decoding: lines[place.line - 1], as: UTF8.self))
        }
    }
    return reasons
}

/// The reason in a line; `nil` where it accepts nothing, or gives no reason.
func reviewComment(in line: String) -> String? {
    guard let match = line.firstMatch(of: /#\s*review:\s*ok\b(.*)/) else { return nil }
    let reason = match.1.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return reason.isEmpty ? nil : reason
}
