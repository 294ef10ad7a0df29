import Foundation
import TestSupport

extension ServingExporter.Answer {
    /// A text of the outermost object; empty where it is none.
    func value(of field: String) throws -> String {
        let fields = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
        return fields?[field] as? String ?? ""
    }

    /// How many samples of a database the metrics count.
    func samples(of database: String) -> Int {
        let line = body.split(separator: "\n").first {
            $0.hasPrefix("migration_samples_total{database=\"\(database)\"}")
        }
        return line?.split(separator: " ").last.flatMap { Int($0) } ?? 0
    }
}
