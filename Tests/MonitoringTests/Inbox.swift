import Foundation
import Hummingbird
import Synchronization
import TestSupport

/// What Alertmanager delivered to the webhook of a test.
final class Inbox: Sendable {
    struct Alert: Decodable, Sendable {
        enum Status: String, Decodable, Sendable {
            case firing, resolved
        }

        let status: Status
        let labels: [String: String]
        let annotations: [String: String]
    }

    private struct Delivery: Decodable {
        let alerts: [Alert]
    }

    private let alerts = Mutex<[Alert]>([])

    func receive(_ body: ByteBuffer) throws {
        let delivery = try JSONDecoder().decode(Delivery.self, from: Data(body.readableBytesView))
        alerts.withLock { $0 += delivery.alerts }
    }

    /// Every delivery about an alert of the job `migrations`, in their order.
    var ofExporters: [Alert] { alerts.withLock { $0.filter { $0.labels["job"] == "migrations" } } }

    /// The newest delivery about an alert of the job `migrations`, once it has this status.
    func waits(
        for name: String, _ status: Alert.Status, severity: String? = nil, within seconds: Double = 25
    ) async throws -> Alert {
        let end = Date(timeIntervalSinceNow: seconds)
        while true {
            let newest = alerts.withLock { alerts in
                alerts.last {
                    $0.labels["alertname"] == name && $0.labels["job"] == "migrations"
                        && (severity == nil || $0.labels["severity"] == severity)
                }
            }
            if let newest, newest.status == status { return newest }
            guard Date() < end else { throw ToolError("no delivery says that \(name) is \(status)") }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
